import type { ObjectStore } from "../ports.ts";
import type { ValueOrPromise } from "../value-or-promise.ts";
import { readJson } from "../work/json-object.ts";
import { heldShards, type Lookup } from "./held-shards.ts";
import { latestGood, type Reader, type Tools } from "./latest-good.ts";
import { readManifest, readPart } from "./parts.ts";
import type { ShardedSection, WholeSection } from "./section.ts";
import { CurrentSnapshot, currentName, type SnapshotManifest, shardsOf } from "./snapshot-manifest.ts";

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
