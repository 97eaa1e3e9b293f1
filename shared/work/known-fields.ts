import type { z } from "zod";

type Path = readonly PropertyKey[];

/** Reads a record as this version knows it. Fields that a later version added are left out, so that a rollback reads on. */
export const parseKnown = <Value>(schema: z.ZodType<Value>, record: unknown): Value => {
  const { success, data, error } = schema.safeParse(record);
  if (success) return data;
  const unknown = error.issues.filter((issue) => issue.code === "unrecognized_keys");
  if (unknown.length < error.issues.length) throw error;
  const known = structuredClone(record);
  for (const { path, keys } of unknown) for (const key of keys) remove(known, path, key);
  return schema.parse(known);
};

const remove = (from: unknown, path: Path, key: string): void => {
  const holder = path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown>)[step], from);
  delete (holder as Record<string, unknown>)[key];
};
