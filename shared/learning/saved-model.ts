import type { z } from "zod";
import type { SavedModel } from "./model.ts";
import { type Arrays, packArrays } from "./weights.ts";

/** Parses the settings of a saved model. Throws if another family saved it. */
export function savedSettings<Schema extends z.ZodType>(
  name: string,
  saved: SavedModel,
  schema: Schema,
): z.infer<Schema> {
  if (saved.family !== name) throw new Error(`a model of ${saved.family} cannot be loaded as ${name}`);
  return schema.parse(saved.settings);
}

/** Saves settings and arrays. The settings also get the layout of the arrays. */
export function saveArrays(family: string, settings: object, arrays: Arrays): SavedModel {
  const { layout, weights } = packArrays(arrays);
  return { family, settings: { ...settings, layout }, weights };
}
