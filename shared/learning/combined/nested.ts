import { z } from "zod";
import type { Family, Model, SavedModel } from "../model.ts";

/** Several saved models as one. */
export const Nested = z.array(
  z.strictObject({ family: z.string(), settings: z.unknown(), bytes: z.int().min(0) }),
);

export function nest(models: readonly SavedModel[]): {
  readonly parts: z.infer<typeof Nested>;
  readonly weights: Uint8Array;
} {
  const weights = new Uint8Array(models.reduce((bytes, model) => bytes + model.weights.length, 0));
  let at = 0;
  const parts = models.map((model) => {
    weights.set(model.weights, at);
    at += model.weights.length;
    return { family: model.family, settings: model.settings, bytes: model.weights.length };
  });
  return { parts, weights };
}

export function unnest(parts: z.infer<typeof Nested>, weights: Uint8Array): readonly SavedModel[] {
  let at = 0;
  const models = parts.map(({ family, settings, bytes }) => {
    at += bytes;
    return { family, settings, weights: weights.subarray(at - bytes, at) };
  });
  if (at !== weights.length)
    throw new Error(`the weights have ${weights.length} bytes where their parts need ${at}`);
  return models;
}

/** Each loaded by the family it was saved as, among those that the whole knows. */
export function loadNested(
  whole: string,
  known: readonly Family[],
  parts: z.infer<typeof Nested>,
  weights: Uint8Array,
): readonly Model[] {
  return unnest(parts, weights).map((part) => {
    const family = known.find(({ name }) => name === part.family);
    if (!family) throw new Error(`${whole} knows no ${part.family}, which the saved model is made of`);
    return family.load(part);
  });
}
