import { z } from "zod";
import type { Wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn, everything, type Token } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";
import { handOn, wakeNext } from "../../shared/work/hand-on.ts";
import { attempt, type Intent, type Lease } from "../../shared/work/lease.ts";
import { union } from "../../shared/work/manifest.ts";
import { type ListedParked, parkedIn, triedAgain } from "../../shared/work/parked.ts";
import { upgradeOf } from "../../shared/work/upgrade.ts";
import { credit } from "./credit/credit.ts";
import { planKpis } from "./kpis/plan-kpis.ts";
import { redoKpis } from "./kpis/redo-kpis.ts";
import { metricsRecipe } from "./recipe.ts";
import { redoDays } from "./redo-days.ts";
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
    async takeUp(lease, intent) {
      await attempt(lease, intent, (again) => doIntent(platform, again));
      if (intent.kind === "metrics")
        await finish(platform, lease, intent.jobId, AggregatePlan.parse(intent.payload));
    },
    async round(lease, tokens) {
      const started = platform.clock.now().getTime();
      const parked = await parkedIn(platform.state).list("aggregate");
      const outdated = await upgrade.slice(tokens);
      const plan = planAggregate([...tokens, ...parkedTokens(parked), ...outdated.tokens]);
      const metrics = await lease.intend("metrics", plan);
      await attempt(lease, metrics, (intent) => doIntent(platform, intent));
      await finish(platform, lease, metrics.jobId, plan);
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

/** What follows once the subjects' metrics of these days are rebuilt: KPIs, and the next stages' tokens. */
const finish = async (
  platform: Platform,
  lease: Lease,
  jobId: string,
  plan: AggregatePlan,
): Promise<void> => {
  const days = daysToRedo(kpiSources, plan.changed);
  const others = plan.changed.some(({ feed }) => feed === everything || otherKpiFeeds.includes(feed));
  const kpis = platform.kpis.length === 0 ? undefined : await planKpis(platform, days, others);
  if (kpis) await attempt(lease, await lease.intend("kpis", kpis), (intent) => doIntent(platform, intent));
  await passOn(platform, jobId, plan);
};

const planAggregate = (tokens: readonly Token[]): AggregatePlan => ({
  changed: [...Map.groupBy(tokens, ({ feed }) => feed)].map(([feed, own]) => ({
    feed,
    fileDate: union(own.map(({ fileDate }) => fileDate))[0] ?? "",
    days: union(...own.map(({ days }) => days)),
  })),
});

/** The feeds behind the tables that KPIs of sales read. */
const kpiSources = { feeds: ["transactions"] };

/** The feeds behind those that other KPIs read: days do not tell which values change. */
const otherKpiFeeds: readonly string[] = credit.feeds;

const daysToRedo = (
  { feeds }: Pick<MetricsSubject, "feeds">,
  changed: AggregatePlan["changed"],
): readonly string[] =>
  union(...changed.filter(({ feed }) => feed === everything || feeds.includes(feed)).map(({ days }) => days));

/** A change may be the correction that a parked day waits for. */
const parkedTokens = (parked: readonly ListedParked[]): readonly Token[] =>
  subjects.flatMap(({ name, feeds: [feed = ""] }) => triedAgain(parked, name, feed));

/** The days whose metrics a plan rebuilds. */
const rebuiltDays = ({ changed }: AggregatePlan): readonly string[] =>
  union(...subjects.map((subject) => daysToRedo(subject, changed)));

/** The next holder of the lease also calls this with the intent that it finds. */
const doIntent = (platform: Platform, intent: Intent): Promise<void> =>
  intent.kind === "kpis" ? redoKpis(platform, intent) : rebuild(platform, intent);

/** One transaction for each subject. */
const rebuild = async (platform: Platform, intent: Intent): Promise<void> => {
  const { changed } = AggregatePlan.parse(intent.payload);
  const parked = await parkedIn(platform.state).list("aggregate");
  for (const [index, subject] of subjects.entries()) {
    const days = daysToRedo(subject, changed);
    if (days.length === 0) continue;
    const id = index === 0 ? intent.jobId : `${intent.jobId}-${subject.name}`;
    await redoDays({ platform, subject, parked }, id, days);
  }
};

/**
 * Every feed's days go on, also those that no subject reads. Only after all tables are rebuilt: the next stages would read
 * the old ones. A crash before it loses nothing, because this stage's own tokens still wait.
 */
const passOn = async (platform: Platform, jobId: string, { changed }: AggregatePlan): Promise<void> => {
  for (const change of changed) await handOn(platform, "aggregate", `${jobId}-${change.feed}`, change);
  await wakeNext(platform, "aggregate", jobId);
};
