import { dayOf, firstDate, isoDate, lastDate } from "../../../shared/dates.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Params } from "../../../shared/ports.ts";
import { date, dates, sqlFile, text, texts } from "../../../shared/sql.ts";
import { handOn } from "../../../shared/work/hand-on.ts";
import type { Intent } from "../../../shared/work/lease.ts";
import { someAtOnce } from "../../../shared/work/some-at-once.ts";
import { RebuildPlan, spanOf, withoutPrice } from "./plan-rebuild.ts";

const rarePrices = sqlFile(import.meta.url, "rare_prices.sql");
const script = ["lines.sql", "quarantine.sql"].map((name) => sqlFile(import.meta.url, name)).join("\n;\n");

/** One transaction for lines and quarantine; then the next stage's tokens, before anyone forgets these days. */
export const rebuild = async (platform: Platform, intent: Intent): Promise<void> => {
  const plan = RebuildPlan.parse(intent.payload);
  await rebuildFeeds(platform, intent, plan);
  if (plan.days.length === 0 && plan.rejectDates.length === 0) return;
  await platform.warehouse.run({ id: intent.jobId, script, params: await paramsOf(platform, plan) });
  await someAtOnce(plan.days, 16, (day) =>
    handOn(platform, "clean", `${day}/${intent.jobId}`, { feed: "transactions", fileDate: day, days: [day] }),
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

const paramsOf = async (platform: Platform, plan: RebuildPlan): Promise<Params> => ({
  days: dates(plan.days),
  file_dates: dates(plan.fileDates),
  reject_dates: dates(plan.rejectDates),
  base_currency: text(platform.company.baseCurrency),
  ...(await pricesOf(platform, plan)),
  ...spanOf(plan.days),
});

/**
 * Where missing prices are looked for: nowhere when none is missing, else in the week before, and in all history for
 * products that were not sold in it. Asked again after a crash, it answers the same: the days that are rebuilt do not count.
 */
const pricesOf = async ({ warehouse }: Platform, plan: RebuildPlan): Promise<Params> => {
  const [first] = plan.days;
  if (plan.pricesFrom === lastDate || first === undefined) return lookedFor(lastDate, [], []);
  const recentFrom = isoDate(dayOf(first) - 7);
  const codes = await withoutPrice(warehouse, plan);
  const rare = await warehouse.query(rarePrices, {
    days: dates(plan.days),
    file_dates: dates(plan.fileDates),
    recent_from: date(recentFrom),
    codes: texts(codes),
    ...spanOf(plan.days),
  });
  const rareCodes = rare.map((row) => String(row["stock_code"]));
  return lookedFor(recentFrom, codes, rareCodes);
};

const lookedFor = (recentFrom: string, codes: readonly string[], rareCodes: readonly string[]): Params => ({
  recent_from: date(recentFrom),
  codes: texts(codes),
  history_from: date(rareCodes.length > 0 ? firstDate : lastDate),
  before_recent: date(rareCodes.length > 0 ? isoDate(dayOf(recentFrom) - 1) : firstDate),
  rare_codes: texts(rareCodes),
});
