import { z } from "zod";
import type { Feed } from "../../shared/contracts/feed.ts";
import { loadRules } from "../../shared/contracts/load-mode.ts";
import { rawColumns } from "../../shared/contracts/raw-tables.ts";
import { JobFailed } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import { rejectColumns } from "../../shared/staging.ts";
import { dirtySetIn, type ListedToken } from "../../shared/work/dirty-set.ts";
import { handOn } from "../../shared/work/hand-on.ts";
import type { Intent } from "../../shared/work/lease.ts";
import { inForce, type Manifest, manifestsIn, union } from "../../shared/work/manifest.ts";
import { mapAtOnce, someAtOnce } from "../../shared/work/some-at-once.ts";
import { submitLoad } from "../../shared/work/submit.ts";
import { markRows, planFolds } from "./changes/fold-changes.ts";

/** The loads that make raw partitions equal the current set of staged files. */
export const LoadPlan = z.strictObject({
  loads: z.array(
    z.strictObject({
      /** A feed's name, or `rejects` for the rows that ingest rejected. */
      into: z.string(),
      replace: z.union([z.array(z.iso.date()).readonly(), z.literal("all")]),
      objects: z.array(z.string()),
    }),
  ),
  rejectDates: z.array(z.iso.date()),
});
export type LoadPlan = z.infer<typeof LoadPlan>;
type Load = LoadPlan["loads"][number];

const rejects = "rejects";

/** Plans the loads of each dirty file date. Also returns the manifests that it read, to be settled afterwards. */
export const planLoads = async (platform: Platform, tokens: readonly ListedToken[]) => {
  const loads: Load[] = [];
  const seen: Manifest[] = [];
  let rejectDates: string[] = [];
  for (const feed of platform.feeds) {
    const fileDates = union(
      tokens.filter((token) => token.feed === feed.name).map(({ fileDate }) => fileDate),
    );
    if (fileDates.length === 0) continue;
    const manifests = await readManifests(platform, feed, fileDates);
    seen.push(...manifests);
    const current = inForce(feed, manifests);
    const objects = current.flatMap(({ parts }) => parts);
    loads.push({ into: feed.name, replace: loadRules(feed).partitions(fileDates), objects });
    // The newer file of a snapshot also ends the rejects of the older one, on another date.
    const seenDates = manifests.map(({ fileDate }) => fileDate);
    rejectDates = union(rejectDates, fileDates, seenDates);
  }
  if (rejectDates.length > 0)
    loads.push({ into: rejects, replace: rejectDates, objects: await rejectObjects(platform, rejectDates) });
  return { plan: { loads, rejectDates }, manifests: seen };
};

export const runLoads = async (platform: Platform, intent: Intent): Promise<void> => {
  const plan = LoadPlan.parse(intent.payload);
  try {
    await loadAndMark(platform, intent.jobId, plan);
  } catch (error) {
    if (error instanceof JobFailed) await markLater(platform, plan);
    throw error;
  }
};

const loadAndMark = async (platform: Platform, jobId: string, { loads, rejectDates }: LoadPlan) => {
  for (const { into, replace, objects } of loads) {
    const feed = platform.feeds.find(({ name }) => name === into);
    // Its contract is gone, and nothing reads the table any more.
    if (!feed && into !== rejects) continue;
    await submitLoad(platform.warehouse, {
      id: `${jobId}-${into}`,
      table: feed ? feed.table : "raw.rejects",
      columns: feed ? rawColumns(feed) : rejectColumns,
      replace,
      objects,
    });
  }
  await markRows(platform, jobId, await planFolds(platform, loads));
  // Handed on after its load. No metric depends on the register.
  const token = { feed: registerFeed, fileDate: rejectDates[0] ?? "", days: [] };
  if (isRegister(loads)) await handOn(platform, "clean", `${registerFeed}/${jobId}`, token);
};

/**
 * Rows that were loaded without being marked hold again although a change ended them. The tokens of this round may go
 * meanwhile: a worker that was slow to remove them listed them, too. So the work is noted anew before its intent goes.
 */
const markLater = async ({ state, feeds }: Platform, { loads, rejectDates }: LoadPlan): Promise<void> => {
  const changing = new Set(feeds.filter(({ changes }) => changes).map(({ name }) => name));
  for (const { into: feed, replace } of loads.filter(({ into }) => changing.has(into)))
    await someAtOnce(replace === "all" ? rejectDates.slice(0, 1) : replace, 16, (fileDate) =>
      dirtySetIn(state).renew("clean", `${feed}/${fileDate}/unmarked`, { feed, fileDate, days: [] }),
    );
};

/** The register of customers, which publish reads. */
const registerFeed = "customers";

export const isRegister = (loads: readonly Pick<Load, "into">[]): boolean =>
  loads.some(({ into }) => into === registerFeed);

/** The rejects of all feeds share the partition of their file date, so all feeds are read. */
const rejectObjects = async (platform: Platform, fileDates: readonly string[]): Promise<string[]> => {
  const dates = new Set(fileDates);
  const perFeed = await Promise.all(
    platform.feeds.map(async (feed) => {
      const current = inForce(feed, await readManifests(platform, feed, fileDates));
      return current.filter(({ fileDate }) => dates.has(fileDate));
    }),
  );
  return perFeed.flat().flatMap((manifest) => manifest.rejects);
};

/** Beyond this number of dates, one list of the whole feed is quicker than a list for each date. */
const mostLists = 50;

/** The manifests that decide what is in force on these dates. */
const readManifests = async (platform: Platform, feed: Feed, fileDates: readonly string[]) => {
  const manifests = manifestsIn(platform.state);
  if (loadRules(feed).partitions(fileDates) === "all") return [...(await manifests.list(feed.name))];
  if (fileDates.length > mostLists) {
    const wanted = new Set(fileDates);
    return (await manifests.list(feed.name)).filter(({ fileDate }) => wanted.has(fileDate));
  }
  const lists = await mapAtOnce(fileDates, 16, (fileDate) => manifests.list(feed.name, fileDate));
  return lists.flat();
};
