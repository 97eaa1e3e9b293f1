import { text } from "node:stream/consumers";
import { z } from "zod";
import { DamagedState, messageOf, ObjectMissing, PreconditionFailed } from "../errors.ts";
import type { ObjectInfo, ObjectStore } from "../ports.ts";
import { parseKnown } from "./known-fields.ts";
import { someAtOnce } from "./some-at-once.ts";

/** A small JSON object in a bucket, with the generation that a conditional write must name. */
export interface Stored<Value> {
  readonly value: Value;
  readonly generation: string;
}

/** Undefined if there is none. Throws if the object does not fit its schema: state is never guessed. */
export const readJson = async <Value>(
  store: ObjectStore,
  name: string,
  schema: z.ZodType<Value>,
): Promise<Stored<Value> | undefined> => {
  if (store.get) {
    const found = await store.get(name);
    return found && { value: parse(name, decode(found.bytes), schema), generation: found.info.generation };
  }
  const info = await store.stat(name);
  if (!info) return undefined;
  try {
    const stored = await text(store.read(name, info.generation));
    return { value: parse(name, stored, schema), generation: info.generation };
  } catch (error) {
    if (error instanceof ObjectMissing) return readJson(store, name, schema); // replaced between the two calls
    throw error;
  }
};

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const parse = <Value>(name: string, stored: string, schema: z.ZodType<Value>): Value => {
  try {
    return parseKnown(schema, JSON.parse(stored));
  } catch (error) {
    throw new DamagedState(
      `state object ${name} is damaged or of another version; restore an earlier generation of it, or remove it and run a sweep: ${messageOf(error)}`,
      { cause: error },
    );
  }
};

export const writeJson = (
  store: ObjectStore,
  name: string,
  value: unknown,
  ifGeneration?: string,
): Promise<ObjectInfo> =>
  store.write(name, JSON.stringify(value), ifGeneration === undefined ? {} : { ifGeneration });

/** Writes an object if there is none of this name. */
export const createJson = async (store: ObjectStore, name: string, value: unknown): Promise<void> => {
  try {
    await writeJson(store, name, value, "0");
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error;
  }
};

/** Reads, changes and writes on condition; repeats if another writer was quicker. `change` returns undefined to keep the object. */
export const updateJson = async <Value>(
  store: ObjectStore,
  name: string,
  schema: z.ZodType<Value>,
  change: (current: Value | undefined) => Value | undefined,
): Promise<Value | undefined> => {
  for (let attempt = 0; ; attempt++) {
    const current = await readJson(store, name, schema);
    const next = change(current?.value);
    if (next === undefined) return current?.value;
    try {
      await writeJson(store, name, next, current?.generation ?? "0");
      return next;
    } catch (error) {
      if (!(error instanceof PreconditionFailed) || attempt >= 20) throw error;
    }
  }
};

const objectsAtOnce = 32;
/** A copy is worth writing after so many single reads. */
const worthRemembering = 100;

export interface Listing {
  /** Called instead of throwing for an object that is damaged; the others are still listed. */
  readonly onDamaged?: (name: string, error: DamagedState) => void;
}

/**
 * Reads every state object below a prefix. One object holds a copy of all of them, which serves for each whose
 * generation is still the listed one: without it, a sweep would read the whole history every 15 minutes. A lost or old
 * copy only costs reads.
 */
export const listJson = async <Value>(
  store: ObjectStore,
  prefix: string,
  schema: z.ZodType<Value>,
  { onDamaged }: Listing = {},
): Promise<readonly Value[]> => {
  const objects = await store.list(prefix);
  const known = objects.length < worthRemembering ? new Map() : await copies(store, prefix, schema);
  const current = new Map<string, Stored<Value>>();
  const anew: ObjectInfo[] = [];
  for (const object of objects) {
    const copy = known.get(object.name);
    if (copy?.generation === object.generation) current.set(object.name, copy);
    else anew.push(object);
  }
  await someAtOnce(anew, objectsAtOnce, async ({ name }) => {
    try {
      const stored = await readJson(store, name, schema);
      if (stored) current.set(name, stored);
    } catch (error) {
      if (!onDamaged || !(error instanceof DamagedState)) throw error;
      onDamaged(name, error);
    }
  });
  if (anew.length >= worthRemembering) await writeJson(store, copyName(prefix), Object.fromEntries(current));
  return objects.flatMap(({ name }) => current.get(name)?.value ?? []);
};

const copyName = (prefix: string): string => `listing/v1/${prefix.replaceAll("/", "-")}.json`;

const copies = async <Value>(store: ObjectStore, prefix: string, schema: z.ZodType<Value>) => {
  const Copies = z.record(z.string(), z.object({ value: schema, generation: z.string() }));
  const stored = await readJson(store, copyName(prefix), z.unknown());
  const parsed = Copies.safeParse(stored?.value);
  return new Map(parsed.success ? (Object.entries(parsed.data) as [string, Stored<Value>][]) : []);
};
