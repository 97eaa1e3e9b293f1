import type { ObjectStore } from "../ports.ts";
import { andThen, type ValueOrPromise } from "../value-or-promise.ts";
import { readJson } from "../work/json-object.ts";
import { parseKnown } from "../work/known-fields.ts";
import { byBytes } from "./id-order.ts";
import { latestGood, type Reader, type Tools } from "./latest-good.ts";
import { readManifest, readPart, readShard } from "./parts.ts";
import type { ShardedSection, WholeSection } from "./section.ts";
import { findShard } from "./shards.ts";
import {
  CurrentSnapshot,
  currentName,
  type Shard,
  type SnapshotManifest,
  shardsOf,
} from "./snapshot-manifest.ts";

/** One snapshot, complete: all answers that are made from it agree, whatever is published meanwhile. */
export interface Snapshot {
  readonly manifest: SnapshotManifest;
  /** Of the sections that its reader was opened for. Throws SectionMissing. */
  section<Content>(section: WholeSection<Content>): Content;
  find<Entry>(section: ShardedSection<Entry>, id: string): ValueOrPromise<Entry | undefined>;
  /** The entries from an id on, in the order of their ids' bytes. */
  listFrom<Entry>(
    section: ShardedSection<Entry>,
    id: string,
    most: number,
  ): ValueOrPromise<readonly (readonly [id: string, entry: Entry])[]>;
}

/** The snapshot was published before the section existed. */
export class SectionMissing extends Error {
  override readonly name = "SectionMissing";
}

export interface ReadSections {
  readonly whole: readonly WholeSection<unknown>[];
  readonly sharded: readonly ShardedSection<unknown>[];
}

/** Looks for a newer snapshot now and then, tests it before it answers, and otherwise keeps the last good one. */
export const snapshotReader = (
  serving: ObjectStore,
  tools: Tools,
  sections: ReadSections,
): Reader<Snapshot> =>
  latestGood(
    tools,
    "snapshot",
    async () => (await serving.stat(currentName))?.generation,
    async () => ({ value: await open(serving, sections) }),
  );

const open = async (serving: ObjectStore, { whole, sharded }: ReadSections): Promise<Snapshot> => {
  const current = await readJson(serving, currentName, CurrentSnapshot);
  if (!current) throw new Error(`${currentName} went away`);
  const manifest = await readManifest(serving, current.value);
  const loaded = new Map<WholeSection<unknown>, unknown>();
  for (const section of whole) {
    const stored = manifest.sections[section.name];
    if (stored && "part" in stored)
      loaded.set(section, await readPart(serving, stored.part, section.content));
  }
  const lookups = new Map<ShardedSection<unknown>, Lookup<unknown>>();
  for (const section of sharded)
    lookups.set(section, heldShards(serving, shardsOf(manifest, section.name), section));
  const missing = (name: string) =>
    new SectionMissing(`snapshot ${manifest.id} has no ${name} yet: the next publication brings them`);
  const snapshot: Snapshot = {
    manifest,
    section<Content>(section: WholeSection<Content>) {
      if (!loaded.has(section)) throw missing(section.name);
      // What this very section's schema has parsed.
      return loaded.get(section) as Content;
    },
    find<Entry>(section: ShardedSection<Entry>, id: string) {
      const lookup = lookups.get(section) as Lookup<Entry> | undefined;
      if (!lookup || !manifest.sections[section.name]) throw missing(section.name);
      return lookup.one(id);
    },
    listFrom<Entry>(section: ShardedSection<Entry>, id: string, most: number) {
      const lookup = lookups.get(section) as Lookup<Entry> | undefined;
      if (!lookup || !manifest.sections[section.name]) throw missing(section.name);
      return lookup.from(id, most);
    },
  };
  for (const section of sharded) await testFirst(snapshot, section);
  return snapshot;
};

/** The first entry of the first shard must be found: then names, digests and order fit each other. */
const testFirst = async ({ manifest, find }: Snapshot, section: ShardedSection<unknown>): Promise<void> => {
  const first = shardsOf(manifest, section.name)[0]?.first;
  if (first !== undefined && (await find(section, first)) === undefined)
    throw new Error(
      `snapshot ${manifest.id}: the first shard of ${section.name} does not hold the id that it begins with`,
    );
};

/** By id. An entry is checked when it is first asked for. */
type HeldShard<Entry> = Map<string, { readonly unchecked: unknown } | { readonly entry: Entry }>;

const shardsInMemory = 64;

/** Finds entries of a section by id. The most recently used shards stay in memory. */
interface Lookup<Entry> {
  one(id: string): ValueOrPromise<Entry | undefined>;
  from(id: string, most: number): ValueOrPromise<readonly (readonly [string, Entry])[]>;
}

const heldShards = <Entry>(
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
    const entry = parseKnown(schema, found.unchecked);
    shard.set(id, { entry });
    return entry;
  };
  const listed = (
    place: number,
    id: string,
    most: number,
  ): ValueOrPromise<readonly (readonly [string, Entry])[]> => {
    const wanted = shards[place];
    if (!wanted || most <= 0) return [];
    return andThen(inMemory(wanted), (shard) => {
      const ids = [...shard.keys()]
        .filter((each) => byBytes(each, id) >= 0)
        .sort(byBytes)
        .slice(0, most);
      const found = ids.flatMap((each): readonly (readonly [string, Entry])[] => {
        const entry = checked(shard, each);
        return entry === undefined ? [] : [[each, entry]];
      });
      return andThen(listed(place + 1, id, most - found.length), (more) => [...found, ...more]);
    });
  };
  return {
    one(id) {
      const wanted = findShard(shards, id);
      return wanted && andThen(inMemory(wanted), (shard) => checked(shard, id));
    },
    from(id, most) {
      const first = findShard(shards, id) ?? shards[0];
      return first ? listed(shards.indexOf(first), id, most) : [];
    },
  };
};

const readHeld = async <Entry>(serving: ObjectStore, shard: Shard): Promise<HeldShard<Entry>> =>
  new Map([...(await readShard(serving, shard))].map(([id, unchecked]) => [id, { unchecked }]));
