import type { Feed } from "../../shared/contracts/feed.ts";
import type { Eraser, Remnant, Subject } from "../../shared/erasure.ts";
import { ObjectMissing } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import { erasuresIn } from "../../shared/work/erasures.ts";
import { readJson } from "../../shared/work/json-object.ts";
import { type Manifest, manifestsIn } from "../../shared/work/manifest.ts";
import { StageReport } from "../../shared/work/report.ts";
import { whileIdle } from "../../shared/work/while-idle.ts";
import { fenceUploads, folderOf, removeIfSame } from "./fenced-upload.ts";
import { asErased, findPerson, isPart, withoutThem } from "./find-person.ts";
import { replayGeneration } from "./replay.ts";
import { askForRebuild, rewriteStaged } from "./rewrite-staged.ts";

/**
 * Removes the person from staged rows. The list of erased people is written before this runs, so that later stagings
 * leave the person out; this replaces the earlier ones.
 */
export const stagedRows: Eraser = {
  holds: "staged rows and rejects",
  async erase(platform, subject) {
    const erasures = await erasuresIn(platform.state).count();
    for (const feed of feedsWithPeople(platform)) {
      await fenceUploads(platform, feed);
      for (const manifest of await manifestsIn(platform.state).list(feed.name)) {
        if ((manifest.erasures ?? 0) < erasures && (await mayHold(platform, feed, manifest, subject)))
          await stageAnew(platform, feed, manifest, erasures);
        // An earlier run may have died between the manifest and its token.
        else if (manifest.erasures === erasures) await askForRebuild(platform, manifest);
      }
    }
  },
  finish: (platform, subject) => removeUnused(platform, subject),
  async remnants(platform, subject) {
    const left = new Map<string, number>();
    for (const { feed, rows } of await findPerson(platform, subject))
      left.set(feed, (left.get(feed) ?? 0) + rows);
    return [...left].map(([feed, rows]): Remnant => ({ place: `staging/${feed}`, rows }));
  },
};

const feedsWithPeople = ({ feeds }: Platform): readonly Feed[] =>
  feeds.filter(({ subject }) => subject !== undefined);

/** Rejects are masked: only the original tells whose they are. */
const mayHold = async (
  platform: Platform,
  feed: Feed,
  manifest: Manifest,
  subject: Subject,
): Promise<boolean> => {
  if (manifest.retracted) return false;
  if (manifest.rejects.length > 0) return true;
  for (const part of manifest.parts) if (await holdsPerson(platform, feed, part, subject)) return true;
  return false;
};

/** Also true of a part that is gone: an upload was stopped after its report, and the file must be read again. */
const holdsPerson = async (
  platform: Platform,
  feed: Feed,
  part: string,
  subject: Subject,
): Promise<boolean> => {
  try {
    return await withoutThem(platform, feed, part, asErased(subject), async (left) => left !== undefined);
  } catch (error) {
    if (error instanceof ObjectMissing) return true;
    throw error;
  }
};

/** From the original, or from the staged rows if the original is gone or would be rejected today. */
const stageAnew = async (platform: Platform, feed: Feed, manifest: Manifest, erasures: number) => {
  const { fileDate, object, generation } = manifest;
  if (await platform.landing.stat(object, generation))
    await replayGeneration(platform, { feed: feed.name, fileDate, object, generation });
  const after = await manifestsIn(platform.state).read(feed.name, fileDate, object);
  if (after && !after.retracted && (after.erasures ?? 0) < erasures)
    await rewriteStaged(platform, feed, after);
};

/** No load plan of clean may name an object that is removed here. */
const removeUnused = (platform: Platform, subject: Subject): Promise<void> =>
  whileIdle(platform, "clean", async () => {
    for (const feed of feedsWithPeople(platform)) await removeUnusedInFeed(platform, feed, subject);
  });

const removeUnusedInFeed = async (platform: Platform, feed: Feed, subject: Subject): Promise<void> => {
  const erasures = await erasuresIn(platform.state).count();
  const manifests = await manifestsIn(platform.state).list(feed.name);
  const used = new Set(manifests.flatMap(({ parts, rejects }) => [...parts, ...rejects]));
  const staged = await platform.staging.list(`${feed.name}/`);
  /** True if it was staged before the erasure: ingest never uses such a staging again. */
  const isStale = async (folder: string, objects: readonly ObjectInfo[]): Promise<boolean> => {
    const report = await readJson(platform.staging, `${folder}/report.json`, StageReport);
    if (report) return (report.value.erasures ?? 0) < erasures;
    for (const object of objects)
      if (isPart(object) && (await holdsPerson(platform, feed, object.name, subject))) return true;
    return false;
  };
  let isSettled = true;
  for (const [folder, objects] of Map.groupBy(staged, folderOf)) {
    if (objects.some(({ name }) => used.has(name)) || !(await isStale(folder, objects))) continue;
    // An upload under way may have written it again: then it is looked at again.
    for (const object of objects) if (!(await removeIfSame(platform.staging, object))) isSettled = false;
  }
  if (!isSettled) await removeUnusedInFeed(platform, feed, subject);
};
