import type { Feed } from "../../shared/contracts/feed.ts";
import { undated } from "../../shared/contracts/path-pattern.ts";
import type { Freshness } from "../../shared/work/feed-watch.ts";

const hourMs = 3600 * 1000;
const dayMs = 24 * hourMs;

/** Null where the contract expects nothing or nothing has come. Counted in UTC: a few hours do not make a file late. */
export const feedFreshness = (feed: Feed, newest: string | null, now: Date): Freshness | null => {
  const { everyDays, withinHours = 0 } = feed.expects;
  if (everyDays === undefined || newest === null || newest === undated) return null;
  const endOfNext = Date.parse(newest) + (everyDays + 1) * dayMs;
  const due = new Date(endOfNext + withinHours * hourMs);
  return { newest, dueBy: due.toISOString(), late: now > due };
};
