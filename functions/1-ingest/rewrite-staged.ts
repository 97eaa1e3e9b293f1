import type { Feed } from "../../shared/contracts/feed.ts";
import type { Platform } from "../../shared/platform.ts";
import { type Erased, erasuresIn } from "../../shared/work/erasures.ts";
import { handOn, wakeNext } from "../../shared/work/hand-on.ts";
import { hashOf, ledgerIn } from "../../shared/work/ledger.ts";
import { type Manifest, manifestsIn, union } from "../../shared/work/manifest.ts";
import { tokenPrefix } from "./accept.ts";
import { uploadFenced } from "./fenced-upload.ts";
import { withoutThem } from "./find-person.ts";
import { revisionSuffix } from "./stage-object.ts";

/**
 * Puts a revision in force that is made from the staged rows of the one before, without the people who were erased. It
 * serves files whose original can no longer be read. All rejects go, since they do not tell whose they are.
 */
export const rewriteStaged = async (platform: Platform, feed: Feed, manifest: Manifest): Promise<void> => {
  const { feed: name, fileDate, object, generation, contract } = manifest;
  const erased = await erasuresIn(platform.state).read();
  const entry = await ledgerIn(platform.state, platform.clock).read(manifest);
  const revision = Math.max(entry?.take ?? 0, manifest.take ?? 0) + 1;
  const folder = `${name}/${fileDate}/${hashOf(object)}/${generation}/${contract}${revisionSuffix(revision)}`;
  const { parts, rows } = await rewriteParts(platform, feed, manifest.parts, folder, erased);
  const next = await manifestsIn(platform.state).accept({
    ...manifest,
    take: revision,
    erasures: erased.count,
    parts,
    rejects: [],
    rows: manifest.rows - rows,
    rejected: 0,
  });
  await askForRebuild(platform, next);
  await wakeNext(platform, "ingest", object);
};

export const askForRebuild = async (platform: Platform, manifest: Manifest): Promise<void> => {
  const { feed, fileDate, days, staleDays } = manifest;
  // A new name each time, as in accept.
  const key = `${tokenPrefix(manifest)}erased-${platform.ids.next()}`;
  await handOn(platform, "ingest", key, { feed, fileDate, days: union(days, staleDays) });
};

const rewriteParts = async (
  platform: Platform,
  feed: Feed,
  parts: readonly string[],
  folder: string,
  erased: Erased,
): Promise<{ parts: string[]; rows: number }> => {
  const rewritten: string[] = [];
  let rows = 0;
  for (const [index, part] of parts.entries())
    await withoutThem(platform, feed, part, erased, async (left, original) => {
      rows += left?.rows ?? 0;
      const path = left ? left.path : original;
      if (path === undefined) return;
      const name = `${folder}/part-${String(index).padStart(5, "0")}.parquet`;
      await uploadFenced(platform, name, path, erased.count);
      rewritten.push(name);
    });
  return { parts: rewritten, rows };
};
