import type { Feed } from "../../shared/contracts/feed.ts";
import { PreconditionFailed, RetryLater } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo, ObjectStore } from "../../shared/ports.ts";
import { erasuresIn } from "../../shared/work/erasures.ts";
import { manifestsIn } from "../../shared/work/manifest.ts";

/**
 * Uploads staged rows of a feed that names people, so that an erasure can stop an upload that is under way. The order is
 * the protocol: claim the name by an empty object, read the number of erased people, upload on condition that the claim
 * is still there. An erasure adds the person to the list first and then removes every claim (`fenceUploads`): whoever claimed
 * before loses the claim, whoever claims after reads the longer list.
 */
export const uploadFenced = async (
  { staging, state }: Platform,
  name: string,
  path: string,
  erasures: number,
): Promise<void> => {
  const claim = await claimName(staging, name);
  if ((await erasuresIn(state).count()) !== erasures) {
    if (claim.size === 0) await removeIfSame(staging, claim);
    throw new ErasedMeanwhile(name);
  }
  try {
    await staging.upload(name, path, { ifGeneration: claim.generation });
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error;
    // Another delivery of the same event uploads the same rows, unless a person was erased.
    const now = await staging.stat(name);
    if (!now || now.size === 0 || (await erasuresIn(state).count()) !== erasures)
      throw new ErasedMeanwhile(name);
  }
};

/** The list of erased people grew while a file was read. */
export class ErasedMeanwhile extends RetryLater {
  constructor(name: string) {
    super(`${name}: a person was erased while it was read; it is read again`);
  }
}

/** The object of this name, which an interrupted attempt may have left; else an empty one. */
const claimName = async (staging: ObjectStore, name: string): Promise<ObjectInfo> => {
  for (;;) {
    const found = await staging.stat(name);
    if (found) return found;
    try {
      return await staging.write(name, "", { ifGeneration: "0" });
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error;
    }
  }
};

/**
 * Stops every upload that began before the list of erased people grew: removes what has no report yet and is not in force.
 * Its delivery fails, and the next one reads the file without the person.
 */
export const fenceUploads = async (platform: Platform, feed: Feed): Promise<void> => {
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    const manifests = await manifestsIn(platform.state).list(feed.name);
    const used = new Set(manifests.flatMap(({ parts, rejects }) => [...parts, ...rejects]));
    const staged = await platform.staging.list(`${feed.name}/`);
    for (const [folder, objects] of Map.groupBy(staged, folderOf)) {
      if (objects.some(({ name }) => used.has(name) || name === `${folder}/report.json`)) continue;
      for (const object of objects) if (!(await removeIfSame(platform.staging, object))) isSettled = false;
    }
  }
};

export const folderOf = ({ name }: Pick<ObjectInfo, "name">): string => name.slice(0, name.lastIndexOf("/"));

/** Returns false if it was written again meanwhile. */
export const removeIfSame = async (
  staging: ObjectStore,
  { name, generation }: ObjectInfo,
): Promise<boolean> => {
  try {
    await staging.remove(name, { ifGeneration: generation });
    return true;
  } catch (error) {
    if (error instanceof PreconditionFailed) return false;
    throw error;
  }
};
