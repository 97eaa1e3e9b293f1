import type { z } from "zod";

/** A named part of a snapshot that its readers load whole. */
export interface WholeSection<Content> {
  readonly name: string;
  readonly content: z.ZodType<Content>;
}

/** A named part of a snapshot in which readers look up one entry by its id. Its shards are read when first needed. */
export interface ShardedSection<Entry> {
  readonly name: string;
  readonly entry: z.ZodType<Entry>;
  /** How many rows an entry has: they limit the size of a shard. */
  rows(entry: Entry): number;
}

/** In the order of the ids' UTF-8 bytes. */
export type Entries<Entry> = AsyncIterable<readonly [id: string, entry: Entry]>;
