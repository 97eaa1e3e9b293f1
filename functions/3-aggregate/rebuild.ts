import { z } from "zod";
import type { Platform } from "../../shared/platform.ts";
import type { Token } from "../../shared/work/dirty-set.ts";
import { handOn, wakeNext } from "../../shared/work/hand-on.ts";
import type { Intent } from "../../shared/work/lease.ts";
import { union } from "../../shared/work/manifest.ts";
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
export type AggregatePlan = z.infer<typeof AggregatePlan>;

export const planAggregate = (tokens: readonly Token[]): AggregatePlan => ({
  changed: [...Map.groupBy(tokens, ({ feed }) => feed)].map(([feed, own]) => ({
    feed,
    fileDate: union(own.map(({ fileDate }) => fileDate))[0] ?? "",
    days: union(...own.map(({ days }) => days)),
  })),
});

const daysToRedo = ({ feeds }: MetricsSubject, changed: AggregatePlan["changed"]): readonly string[] =>
  union(...changed.filter(({ feed }) => feeds.includes(feed)).map(({ days }) => days));

/** The days whose metrics a plan rebuilds. */
export const rebuiltDays = ({ changed }: AggregatePlan): readonly string[] =>
  union(...subjects.map((subject) => daysToRedo(subject, changed)));

/** One transaction for each subject. Then every feed's days go on, also those that no subject reads. */
export const rebuild = async (platform: Platform, intent: Intent): Promise<void> => {
  const { changed } = AggregatePlan.parse(intent.payload);
  for (const [index, subject] of subjects.entries()) {
    const days = daysToRedo(subject, changed);
    if (days.length === 0) continue;
    const id = index === 0 ? intent.jobId : `${intent.jobId}-${subject.name}`;
    await platform.warehouse.run({ id, ...(await subject.rebuild(platform, days)) });
  }
  // Only after the tables are rebuilt: the next stages would read the old ones.
  for (const change of changed) await handOn(platform, "aggregate", `${intent.jobId}-${change.feed}`, change);
  await wakeNext(platform, "aggregate", intent.jobId);
};
