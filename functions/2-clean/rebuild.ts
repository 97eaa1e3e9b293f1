import type { Platform } from "../../shared/platform.ts";
import type { Params } from "../../shared/ports.ts";
import { date, dates, sqlFile, text } from "../../shared/sql.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import type { Intent } from "../../shared/work/lease.ts";
import { someAtOnce } from "../../shared/work/some-at-once.ts";
import { RebuildPlan, spanOf } from "./plan-rebuild.ts";

const script = ["lines.sql", "quarantine.sql"].map((name) => sqlFile(import.meta.url, name)).join("\n;\n");

/** One transaction for lines and quarantine; then the next stage's tokens, before anyone forgets these days. */
export const rebuild = async (platform: Platform, intent: Intent): Promise<void> => {
  const plan = RebuildPlan.parse(intent.payload);
  await rebuildFeeds(platform, intent, plan);
  if (plan.days.length === 0 && plan.rejectDates.length === 0) return;
  await platform.warehouse.run({ id: intent.jobId, script, params: paramsOf(platform, plan) });
  const dirty = dirtySetIn(platform.state);
  await someAtOnce(plan.days, 16, (day) =>
    dirty.add("aggregate", `${day}/${intent.jobId}`, { feed: "transactions", fileDate: day, days: [day] }),
  );
};

const rebuildFeeds = async (platform: Platform, intent: Intent, plan: RebuildPlan): Promise<void> => {
  for (const { name, days, fileDates } of plan.feeds) {
    const sql = platform.feeds.find((feed) => feed.name === name)?.sql;
    if (sql === undefined) continue; // the contract lost its SQL since: nothing is to be cleaned
    await platform.warehouse.run({
      id: `${intent.jobId}-${name}`,
      script: sql,
      params: { days: dates(days), file_dates: dates(fileDates), ...spanOf(days) },
    });
  }
};

const paramsOf = (platform: Platform, plan: RebuildPlan): Params => ({
  days: dates(plan.days),
  file_dates: dates(plan.fileDates),
  reject_dates: dates(plan.rejectDates),
  prices_from: date(plan.pricesFrom),
  base_currency: text(platform.company.baseCurrency),
  ...spanOf(plan.days),
});
