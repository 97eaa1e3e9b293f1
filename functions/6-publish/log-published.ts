import type { Platform } from "../../shared/platform.ts";
import { customers as customersSection } from "../../shared/serving/sections/customers.ts";
import { allParts, entryCount, type SnapshotManifest } from "../../shared/serving/snapshot-manifest.ts";

interface Published {
  /** The snapshot that was updated, and by how many days; without it everything was read from the tables. */
  readonly snapshot?: SnapshotManifest | undefined;
  readonly days?: readonly string[];
  readonly why?: string;
  readonly tasks: readonly string[];
  readonly earlier?: { readonly runs: number } | undefined;
}

export const logPublished = (
  { log, clock }: Pick<Platform, "log" | "clock">,
  { days, why, snapshot, earlier, tasks }: Published,
  manifest: SnapshotManifest,
  started: Date,
): void => {
  const parts = allParts(manifest);
  const before = new Set(snapshot ? allParts(snapshot).map(({ object }) => object) : []);
  const carriedOver = parts.filter(({ object }) => before.has(object)).length;
  log.info("published", {
    snapshot: manifest.id,
    customers: entryCount(manifest, customersSection.name),
    ...(days && snapshot ? { days: days.length, after: snapshot.id } : { days: "all", why }),
    written: parts.length - carriedOver,
    carriedOver,
    tasks,
    ...(earlier && { runs: earlier.runs + 1 }),
    ms: clock.now().getTime() - started.getTime(),
  });
};
