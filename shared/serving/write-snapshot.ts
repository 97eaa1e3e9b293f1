import { PreconditionFailed, RetryLater } from "../errors.ts";
import type { ObjectInfo, ObjectStore } from "../ports.ts";
import { sha256Of } from "../sha256.ts";
import { writeJson } from "../work/json-object.ts";
import { removeOldSnapshots } from "./retention.ts";
import { type CurrentSnapshot, currentName, manifestName, SnapshotManifest } from "./snapshot-manifest.ts";
import { type NewSection, readable, writeSections } from "./write-parts.ts";

export interface SnapshotContent {
  /** The generation of `current.json` before the first table was read. */
  readonly replaces: string;
  readonly facts: Omit<SnapshotManifest, "schema" | "id" | "sections">;
  readonly sections: readonly NewSection[];
  /** The snapshot whose unchanged parts are carried over; without one, all parts are written. */
  readonly base?: SnapshotManifest | undefined;
  /** Objects beside the snapshot that must outlive the switch. Asked when all sections are written. */
  readonly alsoNeeded?: () => readonly string[];
}

/**
 * Writes everything below the snapshot's own id, then switches one object: readers see all of it or nothing. Returns the
 * generation of `current.json`, too: no later writer gets the same one.
 */
export const writeSnapshot = async (
  serving: ObjectStore,
  id: string,
  { replaces, facts, sections, base, alsoNeeded }: SnapshotContent,
): Promise<{ readonly manifest: SnapshotManifest; readonly generation: string }> => {
  const manifest: SnapshotManifest = {
    schema: "daybook.snapshot/v2",
    id,
    ...facts,
    sections: await writeSections(serving, id, sections, base),
  };
  const text = JSON.stringify(readable(SnapshotManifest, manifest));
  await serving.write(manifestName(id), text);
  const current: CurrentSnapshot = {
    schema: "daybook.serving/v1",
    id,
    manifest: manifestName(id),
    sha256: sha256Of(text),
    since: facts.created,
  };
  const retry = `snapshot ${id}: another was published meanwhile; it is made again`;
  const { generation } = await writeOrRetry(serving, currentName, current, replaces, retry);
  await removeOldSnapshots(serving, manifest, alsoNeeded?.() ?? []);
  return { manifest, generation };
};

/** Asked before the tables are read, it tells later whether anyone has published meanwhile. "0" before the first snapshot. */
export const currentGeneration = async (serving: ObjectStore): Promise<string> =>
  (await serving.stat(currentName))?.generation ?? "0";

/** A publisher that paused for long must not put its old figures over newer ones: then it throws RetryLater. */
export const writeOrRetry = async (
  store: ObjectStore,
  name: string,
  value: unknown,
  ifGeneration: string,
  why: string,
): Promise<ObjectInfo> => {
  try {
    return await writeJson(store, name, value, ifGeneration);
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error;
    throw new RetryLater(why, { cause: error });
  }
};
