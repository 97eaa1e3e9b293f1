import { z } from "zod";
import { company } from "./sections/company.ts";
import { customers } from "./sections/customers.ts";

/**
 * What predict and the pages read instead of a warehouse: immutable parts below `serving/<id>/`, a manifest that lists
 * them by section, and one small object that names the manifest in force.
 */
export const CurrentSnapshot = z.strictObject({
  schema: z.literal("daybook.serving/v1"),
  id: z.string(),
  manifest: z.string(),
  sha256: z.string(),
  since: z.iso.datetime(),
});
export type CurrentSnapshot = z.infer<typeof CurrentSnapshot>;

export const currentName = "serving/current.json";
export const folderOf = (id: string): string => `serving/${id}/`;
export const manifestName = (id: string): string => `${folderOf(id)}manifest.json`;

const Part = z.strictObject({
  /** A part that did not change stays in the folder of the snapshot that wrote it. */
  object: z.string(),
  sha256: z.string(),
  /** The generation that was written: an object that was replaced or restored since is not carried over. */
  generation: z.string(),
  bytes: z.int(),
});
export type Part = z.infer<typeof Part>;

/** `first` is the smallest id of the shard, in the order of UTF-8 bytes. */
export const Shard = Part.extend({ first: z.string(), entries: z.int() });
export type Shard = z.infer<typeof Shard>;

const StoredSection = z.union([
  z.strictObject({ part: Part }),
  z.strictObject({ entries: z.int(), shards: z.array(Shard) }),
]);
export type StoredSection = z.infer<typeof StoredSection>;

const facts = {
  id: z.string(),
  created: z.iso.datetime(),
  /** The first and the last business day with any sale; null before the first file. */
  firstDay: z.iso.date().nullable(),
  asOf: z.iso.date().nullable(),
  currency: z.string(),
  timeZone: z.string(),
};

const Version2 = z.strictObject({
  schema: z.literal("daybook.snapshot/v2"),
  ...facts,
  sections: z.record(z.string(), StoredSection),
});
export type SnapshotManifest = z.infer<typeof Version2>;

/** Two fixed sections, without sizes and generations: its parts are read, and never carried over. */
const Version1 = z
  .strictObject({
    schema: z.literal("daybook.snapshot/v1"),
    ...facts,
    customers: z.int(),
    company: z.strictObject({ object: z.string(), sha256: z.string() }),
    shards: z.array(
      z.strictObject({ object: z.string(), sha256: z.string(), first: z.string(), customers: z.int() }),
    ),
  })
  .transform(
    ({ customers: entries, company: part, shards, ...rest }): SnapshotManifest => ({
      ...rest,
      schema: "daybook.snapshot/v2",
      sections: {
        [company.name]: { part: { ...part, ...notRecorded } },
        [customers.name]: {
          entries,
          shards: shards.map(({ customers: entries, ...shard }) => ({ ...shard, ...notRecorded, entries })),
        },
      },
    }),
  );
const notRecorded = { generation: "", bytes: 0 };

/** Any version that was ever written, as the newest one. */
export const SnapshotManifest = z.discriminatedUnion("schema", [Version2, Version1]);

export const partsOf = (section: StoredSection): readonly Part[] =>
  "part" in section ? [section.part] : section.shards;

/** Every part that readers of the snapshot may ask for. */
export const allParts = ({ sections }: SnapshotManifest): readonly Part[] =>
  Object.values(sections).flatMap(partsOf);

/** Empty if the snapshot was written before the section existed. */
const shardedSection = ({ sections }: SnapshotManifest, name: string) => {
  const section = sections[name];
  return section && "shards" in section ? section : { entries: 0, shards: [] };
};

export const shardsOf = (manifest: SnapshotManifest, name: string): readonly Shard[] =>
  shardedSection(manifest, name).shards;

export const entryCount = (manifest: SnapshotManifest, name: string): number =>
  shardedSection(manifest, name).entries;
