import { z } from "zod";
import type { Platform } from "../../shared/platform.ts";
import type { Params } from "../../shared/ports.ts";
import { bool, date, dates, sqlFile, text } from "../../shared/sql.ts";
import { dirtySetIn, type ListedToken } from "../../shared/work/dirty-set.ts";
import type { Intent } from "../../shared/work/lease.ts";
import { union } from "../../shared/work/manifest.ts";

const affectedDays = sqlFile(import.meta.url, "affected_days.sql");
const fileDatesOfDays = sqlFile(import.meta.url, "file_dates.sql");
const missingPrices = sqlFile(import.meta.url, "missing_prices.sql");
const script = [sqlFile(import.meta.url, "lines.sql"), sqlFile(import.meta.url, "quarantine.sql")].join(
  "\n;\n",
);

/** What one rebuild will do, written into the lease before it is done. */
export const RebuildPlan = z.strictObject({
  days: z.array(z.iso.date()),
  fileDates: z.array(z.iso.date()),
  rejectDates: z.array(z.iso.date()),
  pricesFrom: z.iso.date(),
});
export type RebuildPlan = z.infer<typeof RebuildPlan>;

const never = "9999-12-31";
const always = "0001-01-01";

/** Asked after raw is loaded and before clean is touched: the old lines tell what used to depend on a changed day. */
export const planRebuild = async (
  { warehouse }: Platform,
  tokens: readonly ListedToken[],
  rejectDates: readonly string[],
): Promise<RebuildPlan> => {
  const of = (feed: string) => tokens.filter((token) => token.feed === feed);
  const touched = union(...of("transactions").map(({ days }) => days));
  const fileDates = union(of("transactions").map(({ fileDate }) => fileDate));
  const rateDays = union(...of("fx_rates").map(({ days }) => days));
  const catalogueChanged = of("products").length > 0;
  if (touched.length + rateDays.length === 0 && !catalogueChanged)
    return { days: [], fileDates: [], rejectDates: [...rejectDates], pricesFrom: never };
  const affected = await warehouse.query(affectedDays, {
    days: dates(touched),
    file_dates: dates(fileDates),
    rate_days: dates(rateDays),
    first_day: date(catalogueChanged ? always : (union(touched, rateDays)[0] ?? always)),
    catalogue_changed: bool(catalogueChanged),
  });
  const days = affected.map(({ day }) => String(day));
  const span = spanOf(days);
  const known = await warehouse.query(fileDatesOfDays, { days: dates(days), ...span });
  const allFileDates = union(
    fileDates,
    known.map((row) => String(row["file_date"])),
  );
  const missing = await warehouse.query(missingPrices, {
    days: dates(days),
    file_dates: dates(allFileDates),
    ...span,
  });
  const hasGaps = Number(missing[0]?.["missing"] ?? 0) > 0;
  return {
    days,
    fileDates: allFileDates,
    rejectDates: [...rejectDates],
    pricesFrom: hasGaps ? always : never,
  };
};

/** One transaction for lines and quarantine; then the next stage's tokens, before anyone forgets these days. */
export const rebuild = async (platform: Platform, intent: Intent): Promise<void> => {
  const plan = RebuildPlan.parse(intent.payload);
  if (plan.days.length === 0 && plan.rejectDates.length === 0) return;
  await platform.warehouse.run({ id: intent.jobId, script, params: paramsOf(platform, plan) });
  const dirty = dirtySetIn(platform.state);
  for (const day of plan.days)
    await dirty.add("aggregate", `${day}/${intent.jobId}`, {
      feed: "transactions",
      fileDate: day,
      days: [day],
    });
};

const paramsOf = (platform: Platform, plan: RebuildPlan): Params => ({
  days: dates(plan.days),
  file_dates: dates(plan.fileDates),
  reject_dates: dates(plan.rejectDates),
  prices_from: date(plan.pricesFrom),
  base_currency: text(platform.company.baseCurrency),
  ...spanOf(plan.days),
});

/** Bounds beside the list of days: BigQuery prunes partitions by them. */
const spanOf = (days: readonly string[]): Params => ({
  first_day: date(days[0] ?? never),
  last_day: date(days.at(-1) ?? always),
});
