import { z } from "zod";
import { messageOf } from "../../shared/errors.ts";
import type { Wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn, everything, type Token } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";
import { handOn, wakeNext } from "../../shared/work/hand-on.ts";
import { attempt, type Intent } from "../../shared/work/lease.ts";
import { union } from "../../shared/work/manifest.ts";
import {
  daysApart,
  forgetDays,
  type ListedParked,
  parkedDays,
  parkedIn,
  triedAgain,
} from "../../shared/work/parked.ts";
import { isPoison } from "../../shared/work/poison.ts";
import { submitScript } from "../../shared/work/submit.ts";
import { upgradeOf } from "../../shared/work/upgrade.ts";
import { metricsRecipe } from "./recipe.ts";
import type { MetricsSubject } from "./subject.ts";
import { subjects } from "./subjects.ts";

const dayList = z.array(z.iso.date());

/** What a worker of version 0.1 stored: the days of sales, the only subject. */
const AggregatePlanOf01 = z.strictObject({ days: dayList.min(1) }).transform(({ days }) => ({
  changed: [{ feed: "transactions", fileDate: days[0] ?? "", days }],
}));

/** The days that changed, by the feed that changed them. It is written into the lease before the work is done. */
const AggregatePlan = z.union([
  z.strictObject({
    changed: z.array(z.strictObject({ feed: z.string(), fileDate: z.iso.date(), days: dayList })),
  }),
  AggregatePlanOf01,
]);
type AggregatePlan = z.infer<typeof AggregatePlan>;

/** Rebuilds the metrics of the days that changed. Returns how many were rebuilt. */
export const aggregate = (platform: Platform) => async (_: Wake) => {
  const dirty = dirtySetIn(platform.state);
  let rebuilt = 0;
  if ((await dirty.count("aggregate")) === 0) return { days: rebuilt };
  const upgrade = upgradeOf(platform, "aggregate", metricsRecipe());
  await drain(platform, "aggregate", {
    prepare: () => upgrade.note(),
    takeUp: (lease, intent) => attempt(lease, intent, (again) => rebuild(platform, again)),
    async round(lease, tokens) {
      const started = platform.clock.now().getTime();
      const parked = await parkedIn(platform.state).list("aggregate");
      const outdated = await upgrade.slice(tokens);
      const plan = planAggregate([...tokens, ...parkedTokens(parked), ...outdated.tokens]);
      await attempt(lease, await lease.intend("metrics", plan), (intent) => rebuild(platform, intent));
      await dirty.remove(tokens);
      await upgrade.redone(union(rebuiltDays(plan), outdated.days));
      const days = rebuiltDays(plan).length;
      rebuilt += days;
      platform.log.info("aggregated", { days, ms: platform.clock.now().getTime() - started });
    },
  });
  return { days: rebuilt };
};
export type Aggregated = Awaited<ReturnType<ReturnType<typeof aggregate>>>;

const planAggregate = (tokens: readonly Token[]): AggregatePlan => ({
  changed: [...Map.groupBy(tokens, ({ feed }) => feed)].map(([feed, own]) => ({
    feed,
    fileDate: union(own.map(({ fileDate }) => fileDate))[0] ?? "",
    days: union(...own.map(({ days }) => days)),
  })),
});

const daysToRedo = ({ feeds }: MetricsSubject, changed: AggregatePlan["changed"]): readonly string[] =>
  union(...changed.filter(({ feed }) => feed === everything || feeds.includes(feed)).map(({ days }) => days));

/** A change may be the correction that a parked day waits for. */
const parkedTokens = (parked: readonly ListedParked[]): readonly Token[] =>
  subjects.flatMap(({ name, feeds: [feed = ""] }) => triedAgain(parked, name, feed));

/** The days whose metrics a plan rebuilds. */
const rebuiltDays = ({ changed }: AggregatePlan): readonly string[] =>
  union(...subjects.map((subject) => daysToRedo(subject, changed)));

/** One transaction for each subject. Then every feed's days go on, also those that no subject reads. */
const rebuild = async (platform: Platform, intent: Intent): Promise<void> => {
  const { changed } = AggregatePlan.parse(intent.payload);
  const parked = await parkedIn(platform.state).list("aggregate");
  for (const [index, subject] of subjects.entries()) {
    const days = daysToRedo(subject, changed);
    if (days.length === 0) continue;
    const id = index === 0 ? intent.jobId : `${intent.jobId}-${subject.name}`;
    const parts = daysApart(days, parkedDays(parked, subject.name));
    for (const [part, some] of parts.entries())
      await redo({ platform, subject, parked }, part === 0 ? id : `${id}-${part}`, some);
  }
  // Only after the tables are rebuilt: the next stages would read the old ones.
  for (const change of changed) await handOn(platform, "aggregate", `${intent.jobId}-${change.feed}`, change);
  await wakeNext(platform, "aggregate", intent.jobId);
};

interface Redoing {
  readonly platform: Platform;
  readonly subject: MetricsSubject;
  readonly parked: readonly ListedParked[];
}

/** If the values of some day overflow the engine, the day is found by halving and parked; its old metrics stay. */
const redo = async (redoing: Redoing, id: string, days: readonly string[]): Promise<void> => {
  const { platform, subject, parked } = redoing;
  try {
    await submitScript(platform.warehouse, { id, ...(await subject.rebuild(platform, days)) });
    await forgetDays(platform.state, parked, subject.name, days);
  } catch (error) {
    if (!isPoison(error)) throw error;
    const [day = "", ...others] = days;
    if (others.length === 0) return parkDay(platform, subject.name, day, messageOf(error));
    const middle = Math.ceil(days.length / 2);
    await redo(redoing, `${id}-a`, days.slice(0, middle));
    await redo(redoing, `${id}-b`, days.slice(middle));
  }
};

const parkDay = async ({ state, clock, log }: Platform, of: string, date: string, reason: string) => {
  const since = clock.now().toISOString();
  await parkedIn(state).park({ stage: "aggregate", kind: "day", of, date, reason, since });
  log.error("day parked", { counter: "day_parked", subject: of, day: date, reason });
};
