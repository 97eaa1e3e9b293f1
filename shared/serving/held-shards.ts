import type { ObjectStore } from "../ports.ts";
import { andThen, type ValueOrPromise } from "../value-or-promise.ts";
import { readShard } from "./parts.ts";
import type { ShardedSection } from "./section.ts";
import { findShard } from "./shards.ts";
import type { Shard } from "./snapshot-manifest.ts";

/** By id. An entry is checked when it is first asked for. */
type HeldShard<Entry> = Map<string, { readonly unchecked: unknown } | { readonly entry: Entry }>;

const shardsInMemory = 64;

/** Finds an entry of a section by its id. The most recently used shards stay in memory. */
export type Lookup<Entry> = (id: string) => ValueOrPromise<Entry | undefined>;

export const heldShards = <Entry>(
  serving: ObjectStore,
  shards: readonly Shard[],
  { entry: schema }: ShardedSection<Entry>,
): Lookup<Entry> => {
  const held = new Map<string, ValueOrPromise<HeldShard<Entry>>>();
  const fetched = (wanted: Shard): Promise<HeldShard<Entry>> => {
    const reading = readHeld<Entry>(serving, wanted);
    const isHeld = () => held.get(wanted.object) === reading;
    reading.then(
      (shard) => isHeld() && held.set(wanted.object, shard),
      // A failed read must not be remembered.
      () => isHeld() && held.delete(wanted.object),
    );
    return reading;
  };
  const inMemory = (wanted: Shard): ValueOrPromise<HeldShard<Entry>> => {
    const found = held.get(wanted.object) ?? fetched(wanted);
    held.delete(wanted.object);
    held.set(wanted.object, found);
    const oldest = held.keys().next().value;
    if (held.size > shardsInMemory && oldest !== undefined) held.delete(oldest);
    return found;
  };
  /** Only the entry that is asked for is checked, once: a shard holds hundreds. */
  const checked = (shard: HeldShard<Entry>, id: string): Entry | undefined => {
    const found = shard.get(id);
    if (found === undefined || "entry" in found) return found?.entry;
    const entry = schema.parse(found.unchecked);
    shard.set(id, { entry });
    return entry;
  };
  return (id) => {
    const wanted = findShard(shards, id);
    return wanted && andThen(inMemory(wanted), (shard) => checked(shard, id));
  };
};

const readHeld = async <Entry>(serving: ObjectStore, shard: Shard): Promise<HeldShard<Entry>> =>
  new Map([...(await readShard(serving, shard))].map(([id, unchecked]) => [id, { unchecked }]));
