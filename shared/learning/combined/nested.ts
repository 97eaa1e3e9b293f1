import { z } from "zod";
import type { Family, Model, Parts, SavedModel } from "../model.ts";

/** Several saved models in one. */
export const Nested = z.array(
  z.strictObject({ family: z.string(), settings: z.unknown(), bytes: z.int().min(0) }),
);

export function nest(models: readonly SavedModel[]) {
  const weights = new Uint8Array(models.reduce((bytes, model) => bytes + model.weights.length, 0));
  let offset = 0;
  const parts = models.map((model) => {
    weights.set(model.weights, offset);
    offset += model.weights.length;
    return { family: model.family, settings: model.settings, bytes: model.weights.length };
  });
  return { parts, weights };
}

export function unnest(parts: z.infer<typeof Nested>, weights: Uint8Array): readonly SavedModel[] {
  let offset = 0;
  const models = parts.map(({ family, settings, bytes }) => {
    offset += bytes;
    return { family, settings, weights: weights.subarray(offset - bytes, offset) };
  });
  if (offset !== weights.length)
    throw new Error(`the weights have ${weights.length} bytes where their parts need ${offset}`);
  return models;
}

/** Loads each part by the family that saved it. */
export function loadNested(
  whole: string,
  known: readonly Family[],
  parts: z.infer<typeof Nested>,
  weights: Uint8Array,
): readonly Model[] {
  return unnest(parts, weights).map((part) => {
    const family = known.find(({ name }) => name === part.family);
    if (!family) throw new Error(`${whole} does not know the family ${part.family} of the saved model`);
    return family.load(part);
  });
}

/** The combined chance, and the amount that makes chance times amount the combined product. */
export function combineParts(
  all: readonly Parts[],
  combine: (predictions: readonly Float64Array[]) => Float64Array,
): Parts {
  const chance = combine(all.map((parts) => parts.chance));
  const product = combine(
    all.map((parts) => parts.amount.map((amount, row) => amount * (parts.chance[row] ?? 0))),
  );
  return { chance, amount: product.map((value, row) => (value === 0 ? 0 : value / (chance[row] ?? 0))) };
}
