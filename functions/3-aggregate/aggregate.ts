import { z } from "zod";
import { firstDate, lastDate } from "../../shared/dates.ts";
import type { Wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Params } from "../../shared/ports.ts";
import { bool, date, dates, sqlFile, texts } from "../../shared/sql.ts";
import { attempt } from "../../shared/work/attempt.ts";
import { dirtySetIn, type ListedToken } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";
import { handOn, wakeNext } from "../../shared/work/hand-on.ts";
import type { Intent } from "../../shared/work/lease.ts";
import { union } from "../../shared/work/manifest.ts";

// The order matters: the first file notes what the days had said of customers, the last uses it.
const script = ["sales/daily_customer_metrics.sql", "sales/daily_sales.sql", "sales/customers.sql"]
  .map((name) => sqlFile(import.meta.url, name))
  .join("\n;\n");

const lostDays = sqlFile(import.meta.url, "sales/lost_days.sql");

const AggregatePlan = z.strictObject({ days: z.array(z.iso.date()).min(1) });

export interface Aggregated {
  /** Days that were rebuilt. */
  readonly days: number;
}

/** Rebuilds the metrics of the days whose lines changed, all of them in one transaction. */
export const aggregate =
  (platform: Platform) =>
  async (_: Wake): Promise<Aggregated> => {
    const dirty = dirtySetIn(platform.state);
    let rebuilt = 0;
    if ((await dirty.count("aggregate")) === 0) return { days: rebuilt };
    await drain(platform, "aggregate", {
      takeUp: (lease, intent) => attempt(lease, intent, (again) => rebuild(platform, again)),
      async round(lease, tokens) {
        const started = platform.clock.now().getTime();
        const days = union(...tokens.map((token) => token.days));
        if (days.length > 0)
          await attempt(lease, await lease.intend("metrics", { days }), (intent) =>
            rebuild(platform, intent),
          );
        await passOn(platform, tokens);
        await dirty.remove(tokens);
        rebuilt += days.length;
        platform.log.info("aggregated", { days: days.length, ms: platform.clock.now().getTime() - started });
      },
    });
    return { days: rebuilt };
  };

const rebuild = async (platform: Platform, intent: Intent): Promise<void> => {
  const { days } = AggregatePlan.parse(intent.payload);
  const span = { days: dates(days), first_day: date(days[0] ?? ""), last_day: date(days.at(-1) ?? "") };
  const params = { ...span, ...(await recounted(platform, span)) };
  await platform.warehouse.run({ id: intent.jobId, script, params });
  // Only once the tables say so is there something to publish.
  await handOn(platform, "aggregate", intent.jobId, { feed: "metrics", fileDate: days[0] ?? "", days });
  await wakeNext(platform, "aggregate", intent.jobId);
};

/** What changes no metric, such as the register of customers, still concerns the stages that follow. */
const passOn = async (platform: Platform, tokens: readonly ListedToken[]): Promise<void> => {
  const passed = tokens.filter(({ days }) => days.length === 0);
  for (const { key, feed, fileDate, days } of passed)
    await handOn(platform, "aggregate", key, { feed, fileDate, days });
  if (passed.length > 0) await wakeNext(platform, "aggregate", passed[0]?.feed);
};

/** More ids than this are too much for a statement: then history is read for all customers of these days. */
const mostRecounted = 20_000;

/**
 * Whose lifetimes only history can tell. Should a line come or go between this question and the job, the job fails as a
 * whole where it matters, and both are done again.
 */
const recounted = async ({ warehouse }: Platform, span: Params): Promise<Params> => {
  const lost = (await warehouse.query(lostDays, span)).map((row) => String(row["customer_id"]));
  const all = lost.length > mostRecounted;
  return {
    recounted: texts(all ? [] : lost),
    recount_all: bool(all),
    history_from: date(lost.length > 0 ? firstDate : lastDate),
  };
};
