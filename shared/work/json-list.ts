import { z } from "zod";
import type { ObjectInfo, ObjectStore } from "../ports.ts";
import { readJson, writeJson } from "./json-object.ts";
import { someAtOnce } from "./some-at-once.ts";

const objectsAtOnce = 32;
/** So many that were read one by one are worth remembering. */
const worthRemembering = 100;

/**
 * Every state object below a prefix. What does not change is not read again: a copy of all of them lies in one object,
 * and each is taken from there as long as its generation is the listed one. Without it, a sweep would read the whole
 * history every quarter of an hour. The copy is never trusted beyond that, so a lost or an old one only costs reads.
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

const copies = async <Value>(
  store: ObjectStore,
  prefix: string,
  schema: z.ZodType<Value>,
): Promise<ReadonlyMap<string, Copy<Value>>> => {
  const Copies = z.record(z.string(), z.object({ value: schema, generation: z.string() }));
  const stored = await readJson(store, copyName(prefix), z.unknown());
  const parsed = Copies.safeParse(stored?.value);
  return new Map(parsed.success ? (Object.entries(parsed.data) as [string, Copy<Value>][]) : []);
};
