import { hash } from "node:crypto";
import { byBytes } from "./id-order.ts";
import type { Entries, ShardedSection } from "./section.ts";
import type { Shard } from "./snapshot-manifest.ts";

/** A shard is what one question has to fetch. On average it is half full. */
const mostEntries = 1000;
const mostRows = 8000;

/** Not empty, in the order of ids. */
export type FilledShard<Entry> = readonly (readonly [id: string, entry: Entry])[];

interface Pending<Entry> {
  readonly id: string;
  readonly entry: Entry;
  readonly rows: number;
}

interface Cut {
  /** Of the entry that would begin the right half. */
  readonly place: number;
  readonly priority: number;
}

/**
 * Cuts a stream into shards so that a change of one entry moves few cuts: the cuts depend on nothing but the entries, and
 * unchanged shards keep their bytes. A range that is too large is cut before the id with the highest hash, and each half
 * is treated the same. `cuts` holds the candidates that no later one has outranked, the highest first. Memory holds one
 * shard.
 */
export async function* inShards<Entry>(
  { rows: rowsOf }: Pick<ShardedSection<Entry>, "rows">,
  entries: Entries<Entry>,
): AsyncGenerator<FilledShard<Entry>> {
  let pending: Pending<Entry>[] = [];
  let cuts: Cut[] = [];
  let rows = 0;
  for await (const [id, entry] of entries) {
    if (pending.length > 0) {
      const priority = cutPriority(id);
      while ((cuts.at(-1)?.priority ?? priority) < priority) cuts.pop();
      cuts.push({ place: pending.length, priority });
    }
    const added = { id, entry, rows: rowsOf(entry) };
    pending.push(added);
    rows += added.rows;
    for (let cut = cuts[0]; cut && (pending.length > mostEntries || rows > mostRows); cut = cuts[0]) {
      const { place } = cut;
      yield filled(pending.slice(0, place));
      pending = pending.slice(place);
      cuts = cuts.slice(1).map((later) => ({ ...later, place: later.place - place }));
      rows = pending.reduce((sum, each) => sum + each.rows, 0);
    }
  }
  if (pending.length > 0) yield filled(pending);
}

const cutPriority = (id: string): number => hash("sha256", id, "buffer").readUInt32BE();

const filled = <Entry>(pending: readonly Pending<Entry>[]): FilledShard<Entry> =>
  pending.map(({ id, entry }) => [id, entry]);

/** The shard that would hold an id: the last one that begins no later, in the order of UTF-8 bytes. */
export const findShard = (shards: readonly Shard[], id: string): Shard | undefined => {
  let low = 0;
  let high = shards.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byBytes(shards[middle]?.first ?? "", id) <= 0) low = middle + 1;
    else high = middle;
  }
  return shards[low - 1];
};
