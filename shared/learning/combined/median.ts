import { z } from "zod";
import { onceForOneRow, oneRow } from "../columns.ts";
import type { Family, Inputs, Model, Parts, SavedModel } from "../model.ts";
import { quantile, sorted } from "../numbers.ts";
import { loadNested, Nested, nest } from "./nested.ts";

const Settings = z.strictObject({ parts: Nested });

/**
 * The middle of several families' answers, row by row: it stays where most of them are when one goes astray. Those that
 * are no members are only known, for loading.
 */
export function median(name: string, known: readonly Family[], members?: readonly string[]): Family {
  return {
    name,
    fit: async (examples, options) => {
      const models: Model[] = [];
      for (const family of known)
        if (members?.includes(family.name) ?? true) models.push(await family.fit(examples, options));
      return middleOf(name, models);
    },
    load: (saved) => loadMedian(name, known, saved),
  };
}

function loadMedian(name: string, known: readonly Family[], saved: SavedModel): Model {
  if (saved.family !== name) throw new Error(`a model of ${saved.family} is not of ${name}`);
  const { parts } = Settings.parse(saved.settings);
  return middleOf(name, loadNested(name, known, parts, saved.weights));
}

export function middleOf(name: string, members: readonly Model[]): Model {
  const asked = onceForOneRow((inputs) => members.map((member) => member.predict(inputs)));
  const twoParts = members.flatMap(({ parts }) => (parts ? [parts] : []));
  return {
    predict: (inputs) => middle(asked(inputs)),
    ...(members.some(({ explain }) => explain) && {
      explain: (inputs: Inputs, row: number) => {
        const one = oneRow(inputs, row);
        return reasonsInTheMiddle(members, asked(one), one);
      },
    }),
    ...(twoParts.length === members.length && {
      parts: (inputs: Inputs) => middleParts(twoParts.map((parts) => parts(inputs))),
    }),
    save: () => {
      const { parts, weights } = nest(members.map((member) => member.save()));
      return { family: name, settings: { parts }, weights };
    },
  };
}

export function middle(answers: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array()] = answers;
  return first.map((_, row) => quantile(sorted(answers.map((answer) => answer[row] ?? Number.NaN)), 0.5));
}

/** The middle chance, and the amount that makes the middle product of it. */
export function middleParts(all: readonly Parts[]): Parts {
  const chance = middle(all.map((parts) => parts.chance));
  const product = middle(
    all.map((parts) => parts.amount.map((amount, row) => amount * (parts.chance[row] ?? 0))),
  );
  return { chance, amount: product.map((value, row) => (value === 0 ? 0 : value / (chance[row] ?? 0))) };
}

/** Of the member that says what is answered, or is the nearest to it of those that tell reasons, and tell them quickly. */
function reasonsInTheMiddle(
  members: readonly Model[],
  said: readonly Float64Array[],
  one: Inputs,
): Float64Array {
  const answer = middle(said)[0] ?? Number.NaN;
  const telling = members.flatMap(({ explain, explainsSlowly }, place) =>
    explain
      ? [{ explain, explainsSlowly, distance: Math.abs((said[place]?.[0] ?? Number.NaN) - answer) }]
      : [],
  );
  const quick = telling.filter(({ explainsSlowly }) => !explainsSlowly);
  const asked = quick.length > 0 ? quick : telling;
  const [nearest] = asked.toSorted((a, b) => a.distance - b.distance);
  return nearest?.explain(one, 0) ?? new Float64Array(one.features.length);
}
