import type { Feed } from "../../shared/contracts/feed.ts";
import { DamagedState } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import { FeedWatch, feedWatchName, type WatchedFeed } from "../../shared/work/feed-watch.ts";
import { readJson, writeJson } from "../../shared/work/json-object.ts";
import { inForce, type Manifest, manifestsIn } from "../../shared/work/manifest.ts";
import { feedFreshness } from "./freshness.ts";
import { findShortDays } from "./volume.ts";

type WatchPlatform = Pick<Platform, "state" | "clock" | "log" | "feeds">;

/** What is overdue or short now, from the manifests of one feed. */
export const watchFeed = (feed: Feed, manifests: readonly Manifest[], now: Date): WatchedFeed => {
  const serving = inForce(feed, manifests);
  const days = serving.flatMap((manifest) => manifest.days);
  const newest = latestDate(days.length > 0 ? days : serving.map(({ fileDate }) => fileDate));
  return { freshness: feedFreshness(feed, newest, now), shortDays: [...findShortDays(feed, serving)] };
};

export const latestDate = (dates: readonly string[]): string | null => dates.toSorted().at(-1) ?? null;

/** Records what is overdue or short, and logs what is new. A feed that is not among the watched keeps its record. */
export const recordWatch = async (
  { state, clock, log, feeds }: WatchPlatform,
  watched: FeedWatch["feeds"],
): Promise<void> => {
  if (Object.keys(watched).length === 0) return;
  const stored = await readRecord({ state, log });
  const before = stored?.feeds ?? {};
  const known = Object.entries({ ...before, ...watched });
  const now = Object.fromEntries(known.filter(([name]) => feeds.some((feed) => feed.name === name)));
  const at = clock.now().toISOString();
  // Written at least once a day, so that its age shows whether the sweep still runs.
  if (stored?.at.slice(0, 10) === at.slice(0, 10) && JSON.stringify(before) === JSON.stringify(now)) return;
  // Logged first: after a crash in between it is logged twice, and not never.
  for (const [feed, found] of Object.entries(now)) logNews(log, feed, found, before[feed]);
  await writeJson(state, feedWatchName, { at, feeds: now } satisfies FeedWatch);
};

/** A damaged record is replaced, because each sweep finds everything again. It must not stop the sweep. */
const readRecord = async ({ state, log }: Pick<Platform, "state" | "log">) => {
  try {
    return (await readJson(state, feedWatchName, FeedWatch))?.value;
  } catch (error) {
    if (!(error instanceof DamagedState)) throw error;
    log.warn("record of overdue feeds replaced", { error: error.message });
    return undefined;
  }
};

/** For a home, where no schedule sweeps: from the manifests as they are now. */
export const watchFeeds = async (platform: WatchPlatform): Promise<void> => {
  const watched: Record<string, WatchedFeed> = {};
  for (const feed of platform.feeds) {
    const manifests = await manifestsIn(platform.state).list(feed.name);
    if (manifests.length > 0) watched[feed.name] = watchFeed(feed, manifests, platform.clock.now());
  }
  await recordWatch(platform, watched);
};

const logNews = (log: Platform["log"], feed: string, found: WatchedFeed, before: WatchedFeed | undefined) => {
  const { freshness, shortDays } = found;
  if (freshness?.late === true && before?.freshness?.late !== true) {
    const { newest, dueBy: due_by } = freshness;
    log.warn("feed overdue", { counter: "feed_overdue", feed, newest, due_by });
  }
  const known = new Set(before?.shortDays.map(({ fileDate }) => fileDate));
  for (const { fileDate, rows, usual } of shortDays.filter((day) => !known.has(day.fileDate)))
    log.warn("feed short", { counter: "feed_short", feed, file_date: fileDate, rows, usual });
};
