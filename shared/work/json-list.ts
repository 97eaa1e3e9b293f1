import { z } from "zod";
import type { ObjectInfo, ObjectStore } from "../ports.ts";
import { readJson, writeJson } from "./json-object.ts";
import { someAtOnce } from "./some-at-once.ts";

const objectsAtOnce = 32;
/** A copy is worth writing after so many single reads. */
const worthRemembering = 100;

/**
 * Reads every state object below a prefix. One object holds a copy of all of them, which serves for each whose
 * generation is still the listed one: without it, a sweep would read the whole history every 15 minutes. A lost or old
 * copy only costs reads.
 */
export const listJson = async <Value>(
  store: ObjectStore,
  prefix: string,
  schema: z.ZodType<Value>,
): Promise<readonly Value[]> => {
  const objects = await store.list(prefix);
  const known = objects.length < worthRemembering ? new Map() : await copies(store, prefix, schema);
  const current = new Map<string, Copy<Value>>();
  const anew: ObjectInfo[] = [];
  for (const object of objects) {
    const copy = known.get(object.name);
    if (copy?.generation === object.generation) current.set(object.name, copy);
    else anew.push(object);
  }
  await someAtOnce(anew, objectsAtOnce, async ({ name }) => {
    const stored = await readJson(store, name, schema);
    if (stored) current.set(name, stored);
  });
  if (anew.length >= worthRemembering) await writeJson(store, copyName(prefix), Object.fromEntries(current));
  return objects.flatMap(({ name }) => current.get(name)?.value ?? []);
};

interface Copy<Value> {
  readonly value: Value;
  readonly generation: string;
}

const copyName = (prefix: string): string => `listing/v1/${prefix.replaceAll("/", "-")}.json`;

const copies = async <Value>(store: ObjectStore, prefix: string, schema: z.ZodType<Value>) => {
  const Copies = z.record(z.string(), z.object({ value: schema, generation: z.string() }));
  const stored = await readJson(store, copyName(prefix), z.unknown());
  const parsed = Copies.safeParse(stored?.value);
  return new Map(parsed.success ? (Object.entries(parsed.data) as [string, Copy<Value>][]) : []);
};
