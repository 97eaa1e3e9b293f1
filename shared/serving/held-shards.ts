import type { ObjectStore } from "../ports.ts";
import { andThen, type ValueOrPromise } from "../value-or-promise.ts";
import { parseKnown } from "../work/known-fields.ts";
import { readShard } from "./parts.ts";
import type { ShardedSection } from "./section.ts";
import { placeFrom, type ShardEntries } from "./shard-entries.ts";
import { findShard } from "./shards.ts";
import type { Shard } from "./snapshot-manifest.ts";

/** Finds entries of a section by id. */
export interface Lookup<Entry> {
  one(id: string): ValueOrPromise<Entry | undefined>;
  from(id: string, most: number): ValueOrPromise<readonly (readonly [string, Entry])[]>;
}

const shardsInMemory = 64;

/** A shard with those of its entries, by place, that were asked for. */
interface HeldShard<Entry> {
  readonly entries: ShardEntries;
  readonly checked: Map<number, Entry>;
}

/**
 * The most recently used shards stay in memory, as bytes: hundreds of thousands of parsed rows would cost more time in each
 * collection of garbage than parsing again what is asked for.
 */
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
  const listed = (
    at: number,
    id: string,
    most: number,
  ): ValueOrPromise<readonly (readonly [string, Entry])[]> => {
    const wanted = shards[at];
    if (!wanted || most <= 0) return [];
    return andThen(inMemory(wanted), (shard) => {
      const start = placeFrom(shard.entries.ids, id);
      const found = shard.entries.ids
        .slice(start, start + most)
        .map((each, place) => [each, entryAt(schema, shard, start + place)] as const);
      return andThen(listed(at + 1, id, most - found.length), (more) => [...found, ...more]);
    });
  };
  return {
    one(id) {
      const wanted = findShard(shards, id);
      return (
        wanted &&
        andThen(inMemory(wanted), (shard) => {
          const place = placeFrom(shard.entries.ids, id);
          return shard.entries.ids[place] === id ? entryAt(schema, shard, place) : undefined;
        })
      );
    },
    from(id, most) {
      const first = findShard(shards, id) ?? shards[0];
      return first ? listed(shards.indexOf(first), id, most) : [];
    },
  };
};

const readHeld = async <Entry>(serving: ObjectStore, shard: Shard): Promise<HeldShard<Entry>> => ({
  entries: await readShard(serving, shard),
  checked: new Map(),
});

/** Only an entry that is asked for is parsed and checked, once. */
const entryAt = <Entry>(
  schema: ShardedSection<Entry>["entry"],
  { entries, checked }: HeldShard<Entry>,
  place: number,
): Entry => {
  const known = checked.get(place);
  if (known !== undefined) return known;
  const entry = parseKnown(schema, entries.parsed(place));
  checked.set(place, entry);
  return entry;
};
