import { z } from "zod";
import { joinExamples, oneRow } from "../columns.ts";
import { Nested, nest, unnest } from "../combined/nested.ts";
import type { Examples, Family, Inputs, Model } from "../model.ts";
import { savedSettings } from "../saved-model.ts";
import { fitWordColumn, namesOf, orderedMeans, valuesOf, WordColumn } from "./word-columns.ts";

const Settings = z.strictObject({
  features: z.array(z.string()),
  words: z.array(WordColumn),
  parts: Nested.length(1),
});

/** Lets a family of numbers learn from columns of words, which hold the number of each row's word. */
export function withWords(family: Family, columns: readonly string[]): Family {
  if (columns.length === 0) return family;
  return {
    name: family.name,
    fit: async (examples, { tuning, ...options }) => {
      const early = columns.map((name) => fitWordColumn(examples, name));
      const means = columns.map((name) => orderedMeans(examples, name, options.seed));
      const model = await family.fit(withColumns(examples, early, means), {
        ...options,
        ...(tuning && { tuning: withColumns(tuning, early) }),
      });
      const all = tuning ? joinExamples(examples, tuning) : examples;
      // The same columns as in training, with what all rows say about each word.
      const words = early.map((own) => ({ ...fitWordColumn(all, own.name), own: own.own }));
      const kept = words.map((each, place) => (early[place]?.means.length ? each : (early[place] ?? each)));
      return wordsModel(family.name, examples.features, kept, model);
    },
    load: (saved) => {
      const { features, words, parts } = savedSettings(family.name, saved, Settings);
      const [inner] = unnest(parts, saved.weights);
      if (!inner) throw new Error(`the saved model of ${family.name} has words and no model`);
      return wordsModel(family.name, features, words, family.load(inner));
    },
  };
}

function wordsModel(
  name: string,
  features: readonly string[],
  words: readonly WordColumn[],
  model: Model,
): Model {
  const { explain, parts, explainsSlowly } = model;
  const sources = layoutOf(features, words).flatMap(({ place, width }) =>
    new Array<number>(width).fill(place),
  );
  return {
    predict: (inputs) => model.predict(withColumns(inputs, words)),
    ...(parts && { parts: (inputs: Inputs) => parts(withColumns(inputs, words)) }),
    ...(explain && {
      explain: (inputs: Inputs, row: number) => {
        const effects = new Float64Array(features.length);
        const inner = explain(withColumns(oneRow(inputs, row), words), 0);
        for (const [at, effect] of inner.entries()) {
          const place = sources[at] ?? 0;
          effects[place] = (effects[place] ?? 0) + effect;
        }
        return effects;
      },
    }),
    ...(explainsSlowly && { explainsSlowly }),
    save: () => {
      const { parts: saved, weights } = nest([model.save()]);
      return { family: name, settings: { features, words, parts: saved }, weights };
    },
  };
}

/** Where the columns made from each feature stand. */
const layoutOf = (features: readonly string[], words: readonly WordColumn[]) => {
  let from = 0;
  return features.map((name, place) => {
    const column = words.find((each) => each.name === name);
    const names = column ? namesOf(column) : [name];
    from += names.length;
    return { place, column, names, width: names.length, from: from - names.length };
  });
};

function withColumns<Rows extends Inputs | Examples>(
  rows: Rows,
  words: readonly WordColumn[],
  means: readonly Float64Array[] = [],
): Rows {
  const layout = layoutOf(rows.features, words);
  const width = layout.reduce((total, part) => total + part.width, 0);
  const x = new Float64Array(rows.rows * width);
  for (const { place, column, from } of layout) {
    const own = column && means[words.indexOf(column)];
    for (let row = 0; row < rows.rows; row++) {
      const value = rows.x[row * layout.length + place] ?? Number.NaN;
      if (column) x.set(valuesOf(column, value, own?.[row]), row * width + from);
      else x[row * width + from] = value;
    }
  }
  return { ...rows, features: layout.flatMap(({ names }) => names), x };
}
