import { z } from "zod";
import { selectRows } from "../columns.ts";
import type { Examples, Family, Inputs, Model, SavedModel } from "../model.ts";
import { Nested, nest, unnest } from "./nested.ts";

const Settings = z.strictObject({ parts: Nested });

/** The chance that anything is bought at all, times the amount if so: each learned by a family of its own. */
export function hurdle(name: string, chance: Family, amount: Family): Family {
  return {
    name,
    fit: async (examples, { tuning, ...options }) => {
      const whether = await chance.fit(didBuy(examples), {
        ...options,
        ...(tuning && { tuning: didBuy(tuning) }),
      });
      const much = buyersOf(examples);
      if (much.rows === 0)
        throw new Error(`${name} cannot learn amounts: none of the ${examples.rows} rows bought`);
      const later = tuning && buyersOf(tuning);
      const howMuch = await amount.fit(much, {
        ...options,
        ...(later && later.rows > 0 && { tuning: later }),
      });
      return hurdleModel(name, whether, howMuch);
    },
    load: (saved) => loadHurdle(name, chance, amount, saved),
  };
}

function loadHurdle(name: string, chance: Family, amount: Family, saved: SavedModel): Model {
  if (saved.family !== name) throw new Error(`a model of ${saved.family} is not of ${name}`);
  const [whether, howMuch] = unnest(Settings.parse(saved.settings).parts, saved.weights);
  if (!whether || !howMuch) throw new Error(`a model of ${name} needs a chance and an amount`);
  return hurdleModel(name, chance.load(whether), amount.load(howMuch));
}

function hurdleModel(name: string, whether: Model, howMuch: Model): Model {
  const parts = (inputs: Inputs) => ({ chance: whether.predict(inputs), amount: howMuch.predict(inputs) });
  return {
    parts,
    predict: (inputs) => {
      const { chance, amount } = parts(inputs);
      return amount.map((value, row) => value * (chance[row] ?? 0));
    },
    ...(whether.explain &&
      howMuch.explain && { explain: (inputs, row) => reasons(whether, howMuch, inputs, row) }),
    save: () => {
      const { parts: saved, weights } = nest([whether.save(), howMuch.save()]);
      return { family: name, settings: { parts: saved }, weights };
    },
  };
}

/** Each factor's reasons count at the middle of what the other one was before and is now: then they add up exactly. */
function reasons(whether: Model, howMuch: Model, inputs: Inputs, row: number): Float64Array {
  const one = selectRows(inputs, [row]);
  const [chances, amounts] = [whether.explain?.(one, 0), howMuch.explain?.(one, 0)];
  if (!chances || !amounts) return new Float64Array(inputs.features.length);
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const chance = (whether.predict(one)[0] ?? 0) - sum(chances) / 2;
  const amount = (howMuch.predict(one)[0] ?? 0) - sum(amounts) / 2;
  return chances.map((part, place) => part * amount + (amounts[place] ?? 0) * chance);
}

const didBuy = (examples: Examples): Examples => ({
  ...examples,
  y: examples.y.map((truth) => (truth > 0 ? 1 : 0)),
});

function buyersOf(examples: Examples): Examples {
  const buyers = [...examples.y.keys()].filter((row) => (examples.y[row] ?? 0) > 0);
  return {
    ...selectRows(examples, buyers),
    y: Float64Array.from(buyers, (row) => examples.y[row] ?? 0),
    weight: Float64Array.from(buyers, (row) => examples.weight[row] ?? 0),
  };
}
