import type { Feed } from "../../shared/contracts/feed.ts";
import { undated } from "../../shared/contracts/path-pattern.ts";
import { dayOf, isoDate } from "../../shared/dates.ts";
import { DamagedState } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import {
  FeedWatch,
  type Freshness,
  feedWatchName,
  type ShortDay,
  type WatchedFeed,
} from "../../shared/work/feed-watch.ts";
import { readJson, writeJson } from "../../shared/work/json-object.ts";
import { inForce, type Manifest, manifestsIn } from "../../shared/work/manifest.ts";

type WatchPlatform = Pick<Platform, "state" | "clock" | "log" | "feeds">;

/** What is overdue or short now, from the manifests of one feed. */
export const watchFeed = (feed: Feed, manifests: readonly Manifest[], now: Date): WatchedFeed => {
  const serving = inForce(feed, manifests);
  const days = serving.flatMap((manifest) => manifest.days);
  const newest = latestDate(days.length > 0 ? days : serving.map(({ fileDate }) => fileDate));
  return { freshness: feedFreshness(feed, newest, now), shortDays: [...findShortDays(feed, serving)] };
};

const hourMs = 3600 * 1000;
const dayMs = 24 * hourMs;

/** Null where the contract expects nothing or nothing has come. Counted in UTC: a few hours do not make a file late. */
const feedFreshness = (feed: Feed, newest: string | null, now: Date): Freshness | null => {
  const { everyDays, withinHours = 0 } = feed.expects;
  if (everyDays === undefined || newest === null || newest === undated) return null;
  const endOfNext = Date.parse(newest) + (everyDays + 1) * dayMs;
  const due = new Date(endOfNext + withinHours * hourMs);
  return { newest, dueBy: due.toISOString(), late: now > due };
};

const weeksBack = 8;
const weeksNeeded = 3;
const daysLookedAt = 14;

/** The newest file dates with far fewer rows than their weekday usually has: the export may have been cut short. */
export const findShortDays = (feed: Feed, manifests: readonly Manifest[]): readonly ShortDay[] => {
  const { volumeDropPercent } = feed.expects;
  if (volumeDropPercent === undefined) return [];
  const rowsOn = new Map<string, number>();
  for (const { fileDate, rows } of manifests) rowsOn.set(fileDate, (rowsOn.get(fileDate) ?? 0) + rows);
  return [...rowsOn.keys()]
    .sort()
    .slice(-daysLookedAt)
    .flatMap((fileDate) => {
      const rows = rowsOn.get(fileDate) ?? 0;
      const usual = usualRows(rowsOn, fileDate);
      return usual !== undefined && rows < usual * (1 - volumeDropPercent / 100)
        ? [{ fileDate, rows, usual }]
        : [];
    });
};

/** The median of the same weekday: few files are enough for it, and one odd week does not move it. */
const usualRows = (rowsOn: ReadonlyMap<string, number>, fileDate: string): number | undefined => {
  const before = Array.from({ length: weeksBack }, (_, week) =>
    rowsOn.get(isoDate(dayOf(fileDate) - (week + 1) * 7)),
  );
  const known = before.filter((rows) => rows !== undefined).sort((left, right) => left - right);
  return known.length < weeksNeeded ? undefined : known[Math.floor(known.length / 2)];
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
