import { DamagedState } from "../errors.ts";
import type { ObjectInfo, ObjectStore } from "../ports.ts";
import { readJson } from "../work/json-object.ts";
import { allParts, currentName, manifestName, SnapshotManifest } from "./snapshot-manifest.ts";

/** Snapshots that stay behind the one in force, for processes that still read them. */
const keptSnapshots = 2;

/**
 * Removes all but the newest snapshots, by the time that they were last written to, and what crashed publications left.
 * Parts that a kept snapshot refers to stay, in whichever folder they are, and so do the objects that are named.
 */
export const removeOldSnapshots = async (
  serving: ObjectStore,
  inForce: SnapshotManifest,
  alsoNeeded: readonly string[],
): Promise<void> => {
  const objects = await snapshotObjects(serving);
  const kept = new Set([inForce.id, ...newestIds(objects, inForce.id)]);
  const referenced = await referencedBy(serving, kept);
  if (!referenced) return;
  const stay = new Set(alsoNeeded);
  for (const { name } of objects)
    if (!kept.has(snapshotId(name)) && !referenced.has(name) && !stay.has(name)) await serving.remove(name);
};

export const snapshotObjects = async (serving: ObjectStore): Promise<readonly ObjectInfo[]> =>
  (await serving.list("serving/")).filter(({ name }) => name !== currentName);

export const snapshotId = (object: string): string => object.split("/")[1] ?? "";

/**
 * The parts that a snapshot refers to: none if its publication never ended, or if only carried-over parts are left in its
 * folder. Undefined if its manifest cannot be read.
 */
export const partNames = async (serving: ObjectStore, id: string): Promise<readonly string[] | undefined> => {
  try {
    const manifest = await readJson(serving, manifestName(id), SnapshotManifest);
    return manifest ? allParts(manifest.value).map(({ object }) => object) : [];
  } catch (error) {
    if (error instanceof DamagedState) return undefined;
    throw error;
  }
};

const newestIds = (objects: readonly ObjectInfo[], inForce: string): readonly string[] => {
  const updates = new Map<string, string>();
  for (const { name, updated } of objects)
    if (updated > (updates.get(snapshotId(name)) ?? "")) updates.set(snapshotId(name), updated);
  updates.delete(inForce);
  return [...updates]
    .sort(([, a], [, b]) => (a < b ? 1 : -1))
    .slice(0, keptSnapshots)
    .map(([id]) => id);
};

/** Undefined if a manifest cannot be read: it may refer to any part, so nothing is removed while it is kept. */
const referencedBy = async (
  serving: ObjectStore,
  ids: Iterable<string>,
): Promise<ReadonlySet<string> | undefined> => {
  const referenced = new Set<string>();
  for (const id of ids) {
    const names = await partNames(serving, id);
    if (!names) return undefined;
    for (const name of names) referenced.add(name);
  }
  return referenced;
};
