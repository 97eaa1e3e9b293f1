import type { Feed } from "../../../shared/contracts/feed.ts";
import { routeOf } from "../../../shared/contracts/route.ts";
import { countBy } from "../../../shared/count-by.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { ObjectInfo } from "../../../shared/ports.ts";
import { queuesIn } from "../../../shared/stage-graph.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { FeedWatch, feedWatchName, type WatchedFeed } from "../../../shared/work/feed-watch.ts";
import { readJson } from "../../../shared/work/json-object.ts";
import { hasEnded, isRefused, type LedgerEntry, ledgerIn } from "../../../shared/work/ledger.ts";
import { inForce, manifestsIn } from "../../../shared/work/manifest.ts";
import { openErasures } from "../../../shared/work/open-erasures.ts";
import { type Parked, parkedIn } from "../../../shared/work/parked.ts";
import { unreadableIn } from "../../../shared/work/unreadable.ts";
import { latestDate, watchFeed } from "../../1-ingest/watch-feeds.ts";

const recentShown = 15;

/** Reads the state of every file. Reads buckets only, never the warehouse. */
export const readStatus = async (platform: Platform) => {
  const objects = await platform.landing.list("");
  const live = new Map(objects.map(({ name, generation }) => [name, generation]));
  const entries = await ledgerIn(platform.state, platform.clock).list(undefined, skipping);
  const newest = newestGenerations(entries, live);
  const watch = (await readJson(platform.state, feedWatchName, FeedWatch))?.value;
  return {
    feeds: await Promise.all(
      platform.feeds.map((feed) => feedStatus(platform, feed, newest, watch?.feeds[feed.name])),
    ),
    /** When a sweep recorded what is overdue or short; null before the first. */
    watchedAt: watch?.at ?? null,
    /** Tokens that wait, by the stage that they wait for. */
    waiting: await countTokens(platform),
    unfinished: newest.filter(({ state }) => !hasEnded(state)),
    /** Files whose newest generation was rejected or given up. */
    rejected: newest.filter(({ state }) => isRefused(state)),
    /** Files that wait for a person to release or refuse them. */
    held: newest.filter(({ state, object }) => state === "HELD" && live.has(object)),
    /** Entries of the inbox that could not be read; the files beside them are loaded. */
    unreadable: await unreadableIn(platform.state).list(),
    /** Days and files that were set aside, since they failed for a reason of their own. */
    parked: (await parkedIn(platform.state).list()).map(shownParked),
    /** Erasures without a certificate yet. */
    openErasures: await openErasures(platform.state),
    /** What came last, the newest first. */
    recent: entries.toSorted((left, right) => (left.at < right.at ? 1 : -1)).slice(0, recentShown),
    ignored: groupIgnored(platform, objects),
  };
};
export type StatusReport = Awaited<ReturnType<typeof readStatus>>;

/** What is damaged is the sweep's to report: status must show the rest. */
const skipping = { onDamaged: () => undefined };

const shownParked = ({ stage, kind, of, date, reason, since }: Parked) => ({
  stage,
  kind,
  of,
  date,
  reason,
  since,
});

/** Tokens that wait, by the stage that they wait for. */
export const countTokens = async ({
  state,
  graph,
}: Pick<Platform, "state" | "graph">): Promise<Readonly<Record<string, number>>> => {
  const queues = queuesIn(graph);
  const counts = await Promise.all(queues.map(dirtySetIn(state).count));
  return Object.fromEntries(queues.map((stage, index) => [stage, counts[index] ?? 0]));
};

/** Whether there is work that no stage has done yet. */
export const isBusy = ({ waiting, unfinished }: Pick<StatusReport, "waiting" | "unfinished">): boolean =>
  unfinished.length > 0 || Object.values(waiting).some((count) => count > 0);

/** The latest generation of each file. A file that was rejected and then removed is left out. */
const newestGenerations = (
  entries: readonly LedgerEntry[],
  live: ReadonlyMap<string, string>,
): readonly LedgerEntry[] => {
  const newest = new Map<string, LedgerEntry>();
  for (const entry of entries) {
    if (isRefused(entry.state) && !live.has(entry.object)) continue;
    const known = newest.get(entry.object);
    if (!known || BigInt(entry.generation) > BigInt(known.generation)) newest.set(entry.object, entry);
  }
  return [...newest.values()].sort((left, right) => (left.object < right.object ? -1 : 1));
};

const feedStatus = async (
  platform: Platform,
  feed: Feed,
  newest: readonly LedgerEntry[],
  watched: WatchedFeed = { freshness: null, shortDays: [] },
) => {
  const files = newest.filter((entry) => entry.feed === feed.name);
  const manifests = await manifestsIn(platform.state).list(feed.name, undefined, skipping);
  const serving = inForce(feed, manifests);
  return {
    feed: feed.name,
    files: files.length,
    states: countBy(files, ({ state }) => state),
    newestFileDate: latestDate(serving.map(({ fileDate }) => fileDate)),
    newestDay: latestDate(serving.flatMap(({ days }) => days)),
    /** In the files whose rows the tables show. */
    rows: serving.reduce((sum, { rows }) => sum + rows, 0),
    quarantined: serving.reduce((sum, { rejected }) => sum + rejected, 0),
    ...watched,
    /** Now: the record is as old as the last sweep, and a file becomes late while nobody sweeps. */
    overdue: watchFeed(feed, manifests, platform.clock.now()).freshness?.late ?? false,
  };
};
export type FeedStatus = Awaited<ReturnType<typeof feedStatus>>;

const groupIgnored = ({ feeds }: Platform, objects: readonly ObjectInfo[]) => {
  const unwanted = objects.flatMap(({ name }) => {
    const route = routeOf(feeds, name);
    return route.feed ? [] : [{ name, reason: route.reason }];
  });
  return [...Map.groupBy(unwanted, ({ reason }) => reason)].map(([reason, members]) => ({
    reason,
    files: members.length,
    example: members[0]?.name ?? "",
  }));
};
