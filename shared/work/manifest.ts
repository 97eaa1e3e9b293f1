import { z } from "zod";
import type { Feed } from "../contracts/feed.ts";
import { loadRules } from "../contracts/load-mode.ts";
import type { ObjectStore } from "../ports.ts";
import { type Listing, listJson, readJson, updateJson } from "./json-object.ts";
import { hashOf } from "./ledger.ts";
import { StagedFile } from "./report.ts";

/** The staged rows that stand for an object now. Its generation only grows. All manifests together are the file set. */
export const Manifest = StagedFile.extend({
  rows: z.int(),
  rejected: z.int(),
  days: z.array(z.iso.date()),
  /** Days that earlier generations filled, until the tables no longer show them. */
  staleDays: z.array(z.iso.date()),
  retracted: z.boolean().default(false),
});
export type Manifest = z.infer<typeof Manifest>;

const manifestName = (feed: string, fileDate: string, object: string) =>
  `manifest/v1/${feed}/${fileDate}/${hashOf(object)}.json`;

export const manifestsIn = (state: ObjectStore) => {
  const update = (
    { feed, fileDate, object }: Manifest,
    change: (current: Manifest | undefined) => Manifest | undefined,
  ) => updateJson(state, manifestName(feed, fileDate, object), Manifest, change);
  return {
    async read(feed: string, fileDate: string, object: string): Promise<Manifest | undefined> {
      return (await readJson(state, manifestName(feed, fileDate, object), Manifest))?.value;
    },
    /**
     * Puts the rows of a generation in force unless a later one already is. The same write records the days of the rows
     * that it replaces: a crash after it must not forget which days to rebuild.
     */
    async accept(next: Manifest): Promise<Manifest> {
      const accepted = await update(next, (current) => {
        if (!current) return next;
        if (isLater(current, next)) return undefined;
        return { ...next, staleDays: union(current.staleDays, current.days, next.staleDays) };
      });
      if (!accepted) throw new Error(`manifest of ${next.object} was not written`);
      return accepted;
    },
    /** Moves to a later generation with the same bytes. Returns false if something else is in force by now. */
    async confirm(manifest: Manifest, later: string): Promise<boolean> {
      const { generation, contract } = manifest;
      const inForce = await update(manifest, (current) =>
        current?.generation === generation &&
        current.contract === contract &&
        !current.retracted &&
        BigInt(later) > BigInt(generation)
          ? { ...current, generation: later }
          : undefined,
      );
      return inForce !== undefined && BigInt(inForce.generation) >= BigInt(later);
    },
    /** Removes stale days once they are rebuilt. Does nothing if the manifest has changed since. */
    async settle(manifest: Manifest): Promise<void> {
      await update(manifest, (current) =>
        current &&
        current.generation === manifest.generation &&
        current.contract === manifest.contract &&
        current.take === manifest.take &&
        current.retracted === manifest.retracted &&
        current.staleDays.length > 0
          ? { ...current, staleDays: current.staleDays.filter((day) => !manifest.staleDays.includes(day)) }
          : undefined,
      );
    },
    /** The manifests of a feed, of one file date or of all. */
    async list(feed: string, fileDate?: string, listing?: Listing): Promise<readonly Manifest[]> {
      const folder = `manifest/v1/${feed}/${fileDate === undefined ? "" : `${fileDate}/`}`;
      return listJson(state, folder, Manifest, listing);
    },
  };
};

const isLater = (current: Manifest, next: Manifest): boolean =>
  BigInt(current.generation) > BigInt(next.generation) ||
  (current.generation === next.generation &&
    current.contract === next.contract &&
    (current.take ?? 0) >= (next.take ?? 0) &&
    current.retracted === next.retracted);

export const union = (...lists: readonly (readonly string[])[]): string[] =>
  [...new Set(lists.flat())].sort();

/** The manifests whose rows the tables show. */
export const inForce = (feed: Feed, manifests: readonly Manifest[]): readonly Manifest[] =>
  loadRules(feed).inForce(manifests.filter(({ retracted }) => !retracted));
