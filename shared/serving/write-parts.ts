import type { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { sha256Of } from "../sha256.ts";
import type { Entries, ShardedSection, WholeSection } from "./section.ts";
import { type FilledShard, inShards } from "./shards.ts";
import {
  folderOf,
  type Part,
  partsOf,
  type Shard,
  type SnapshotManifest,
  type StoredSection,
} from "./snapshot-manifest.ts";

type WritePart = (name: string, content: unknown) => Promise<Part>;

/** A section with the content that it gets in the next snapshot. */
export interface NewSection {
  readonly name: string;
  write(part: WritePart): Promise<StoredSection>;
}

/** A function is called when the sections before this one have been written. */
export const wholeSection = <Content extends object>(
  { name, content: schema }: WholeSection<Content>,
  content: Content | (() => Content),
): NewSection => ({
  name,
  write: async (part) => ({
    part: await part(name, readable(schema, typeof content === "function" ? content() : content)),
  }),
});

/** A section that may take several runs. */
export interface Continued<Entry> {
  /** Shards that earlier runs have written. The entries follow on the last of theirs. */
  readonly before: readonly Shard[];
  /** Called after each shard with all shards so far. If it throws, this run writes no more. */
  finished(entries: FilledShard<Entry>, shards: readonly Shard[]): Promise<void>;
  /** Called after the last shard, before anything else is written. */
  ended(): Promise<void>;
}

export const shardedSection = <Entry>(
  section: ShardedSection<Entry>,
  all: Entries<Entry>,
  continued?: Continued<Entry>,
): NewSection => ({
  name: section.name,
  async write(part) {
    const shards: Shard[] = [...(continued?.before ?? [])];
    for await (const entries of inShards(section, all)) {
      const name = `${section.name}/${String(shards.length).padStart(6, "0")}`;
      // fromEntries also keeps an entry that is called "__proto__".
      const written = await part(name, Object.fromEntries(entries));
      shards.push({ ...written, first: entries[0]?.[0] ?? "", entries: entries.length });
      await continued?.finished(entries, shards);
    }
    await continued?.ended();
    return { entries: shards.reduce((sum, { entries }) => sum + entries, 0), shards };
  },
});

/** Content that no reader could read must not replace what is served: JSON has no NaN, for example. */
export const readable = <Content>(schema: z.ZodType<Content>, content: Content): Content =>
  schema.parse(JSON.parse(JSON.stringify(content)));

/** Objects that are live now, with their generations. */
type Live = ReadonlyMap<string, string>;

/**
 * Writes the sections below the folder of a snapshot. A part whose bytes are the same in the base is referred to instead,
 * if the bucket still holds the object that was written then.
 */
export const writeSections = async (
  serving: ObjectStore,
  id: string,
  sections: readonly NewSection[],
  base: SnapshotManifest | undefined,
): Promise<SnapshotManifest["sections"]> => {
  const live = base ? await liveObjects(serving) : new Map();
  const stored: SnapshotManifest["sections"] = {};
  for (const section of sections) {
    const before = base?.sections[section.name];
    const unchanged = carriedOver(before ? partsOf(before) : [], live);
    stored[section.name] = await section.write(async (name, content) => {
      const text = JSON.stringify(content);
      const sha256 = sha256Of(text);
      const part = unchanged.get(sha256);
      if (part) return part;
      const object = `${folderOf(id)}${name}.json`;
      // Overwrites: the id belongs to this publication alone, and what a crash left under it is of no use.
      const { generation } = await serving.write(object, text);
      return { object, sha256, generation, bytes: Buffer.byteLength(text) };
    });
  }
  return stored;
};

const liveObjects = async (serving: ObjectStore): Promise<Live> =>
  new Map((await serving.list("serving/")).map(({ name, generation }) => [name, generation]));

const carriedOver = (parts: readonly Part[], live: Live): ReadonlyMap<string, Part> =>
  new Map(
    parts
      .filter(({ object, generation }) => live.get(object) === generation)
      .map(({ object, sha256, generation, bytes }) => [sha256, { object, sha256, generation, bytes }]),
  );
