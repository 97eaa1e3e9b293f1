import { z } from "zod";
import { onceForOneRow, oneRow } from "../columns.ts";
import type { Family, Inputs, Model, Parts } from "../model.ts";
import { quantile, sorted } from "../numbers.ts";
import { savedSettings } from "../saved-model.ts";
import { combineParts, loadNested, Nested, nest } from "./nested.ts";

const Settings = z.strictObject({ parts: Nested });

/**
 * The median of several families, row by row: one wrong member hardly moves it. Families that are not members serve only
 * to load saved models.
 */
export function median(name: string, known: readonly Family[], members?: readonly string[]): Family {
  return {
    name,
    fit: async (examples, options) => {
      const models: Model[] = [];
      for (const family of known)
        if (members?.includes(family.name) ?? true) models.push(await family.fit(examples, options));
      return medianModel(name, models);
    },
    load: (saved) => {
      const { parts } = savedSettings(name, saved, Settings);
      return medianModel(name, loadNested(name, known, parts, saved.weights));
    },
  };
}

export function medianModel(name: string, members: readonly Model[]): Model {
  const predictions = onceForOneRow((inputs) => members.map((member) => member.predict(inputs)));
  const withParts = members.flatMap(({ parts }) => (parts ? [parts] : []));
  return {
    predict: (inputs) => middle(predictions(inputs)),
    ...(members.some(({ explain }) => explain) && {
      explain: (inputs: Inputs, row: number) => {
        const one = oneRow(inputs, row);
        return nearestEffects(members, predictions(one), one);
      },
    }),
    ...(withParts.length === members.length && {
      parts: (inputs: Inputs) => medianParts(withParts.map((parts) => parts(inputs))),
    }),
    save: () => {
      const { parts, weights } = nest(members.map((member) => member.save()));
      return { family: name, settings: { parts }, weights };
    },
  };
}

export function middle(predictions: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array()] = predictions;
  return first.map((_, row) =>
    quantile(sorted(predictions.map((prediction) => prediction[row] ?? Number.NaN)), 0.5),
  );
}

export const medianParts = (all: readonly Parts[]): Parts => combineParts(all, middle);

/** The effects of the member nearest to the median among those that explain quickly, or else that explain at all. */
function nearestEffects(
  members: readonly Model[],
  predicted: readonly Float64Array[],
  one: Inputs,
): Float64Array {
  const target = middle(predicted)[0] ?? Number.NaN;
  const explainers = members.flatMap(({ explain, explainsSlowly }, place) =>
    explain
      ? [{ explain, explainsSlowly, distance: Math.abs((predicted[place]?.[0] ?? Number.NaN) - target) }]
      : [],
  );
  const quick = explainers.filter(({ explainsSlowly }) => !explainsSlowly);
  const predictions = quick.length > 0 ? quick : explainers;
  const [nearest] = predictions.toSorted((a, b) => a.distance - b.distance);
  return nearest?.explain(one, 0) ?? new Float64Array(one.features.length);
}
