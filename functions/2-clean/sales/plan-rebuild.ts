import { z } from "zod";
import { firstDate, lastDate } from "../../../shared/dates.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Params, Warehouse } from "../../../shared/ports.ts";
import { bool, date, dates, sqlFile } from "../../../shared/sql.ts";
import type { Token } from "../../../shared/work/dirty-set.ts";
import { manifestsIn, union } from "../../../shared/work/manifest.ts";

const affectedDays = sqlFile(import.meta.url, "affected_days.sql");
const fileDatesOfDays = sqlFile(import.meta.url, "file_dates.sql");
const missingPrices = sqlFile(import.meta.url, "missing_prices.sql");

const days = z.array(z.iso.date());

/** What one rebuild will do, written into the lease before it is done. */
export const RebuildPlan = z.strictObject({
  days,
  fileDates: days,
  rejectDates: days,
  /** Whether a price is missing on these days: then it is looked for among the prices from this day on. */
  pricesFrom: z.iso.date(),
  /** Other feeds that have cleaning SQL of their own, with the days it is to redo. */
  feeds: z.array(z.strictObject({ name: z.string(), days, fileDates: days })),
});
export type RebuildPlan = z.infer<typeof RebuildPlan>;

/** Asked after raw is loaded and before clean is touched: the old lines tell what used to depend on a changed day. */
export const planRebuild = async (
  platform: Platform,
  tokens: readonly Token[],
  rejectDates: readonly string[],
): Promise<RebuildPlan> => ({
  ...(await planLines(platform, tokens)),
  rejectDates: [...rejectDates],
  feeds: await planFeeds(platform, tokens),
});

type LinesPlan = Pick<RebuildPlan, "days" | "fileDates" | "pricesFrom">;

const planLines = async ({ warehouse }: Platform, tokens: readonly Token[]): Promise<LinesPlan> => {
  const of = (feed: string) => tokens.filter((token) => token.feed === feed);
  const touched = union(...of("transactions").map((token) => token.days));
  const files = union(of("transactions").map(({ fileDate }) => fileDate));
  const rateDays = union(...of("fx_rates").map((token) => token.days));
  const catalogueChanged = of("products").length > 0;
  if (touched.length + rateDays.length === 0 && !catalogueChanged)
    return { days: [], fileDates: [], pricesFrom: lastDate };
  const affected = await warehouse.query(affectedDays, {
    days: dates(touched),
    file_dates: dates(files),
    rate_days: dates(rateDays),
    first_day: date(catalogueChanged ? firstDate : (union(touched, rateDays)[0] ?? firstDate)),
    catalogue_changed: bool(catalogueChanged),
  });
  const redo = affected.map(({ day }) => String(day));
  const span = spanOf(redo);
  const known = await warehouse.query(fileDatesOfDays, { days: dates(redo), ...span });
  const fileDates = union(
    files,
    known.map((row) => String(row["file_date"])),
  );
  const unpriced = await withoutPrice(warehouse, { days: redo, fileDates });
  return { days: redo, fileDates, pricesFrom: unpriced.length > 0 ? firstDate : lastDate };
};

/** Products that miss a price on these days. Raw rows do not change before the rebuild is done: asked again, it answers the same. */
export const withoutPrice = async (
  warehouse: Warehouse,
  { days: of, fileDates }: Pick<RebuildPlan, "days" | "fileDates">,
): Promise<string[]> => {
  const params = { days: dates(of), file_dates: dates(fileDates), ...spanOf(of) };
  const rows = await warehouse.query(missingPrices, params);
  return rows.map((row) => String(row["stock_code"]));
};

/** The days that changed in feeds with SQL of their own, and every file that has rows of these days. */
const planFeeds = async (platform: Platform, tokens: readonly Token[]): Promise<RebuildPlan["feeds"]> => {
  const plans: RebuildPlan["feeds"] = [];
  for (const { name, sql } of platform.feeds) {
    const changed = tokens.filter(({ feed }) => feed === name);
    if (sql === undefined || changed.length === 0) continue;
    const redo = union(...changed.map((token) => token.days));
    const manifests = await manifestsIn(platform.state).list(name);
    const touching = manifests.filter((manifest) => manifest.days.some((day) => redo.includes(day)));
    plans.push({ name, days: redo, fileDates: union(touching.map(({ fileDate }) => fileDate)) });
  }
  return plans;
};

/** Bounds beside the list of days: BigQuery prunes partitions by them. */
export const spanOf = (of: readonly string[]): Params => ({
  first_day: date(of[0] ?? lastDate),
  last_day: date(of.at(-1) ?? firstDate),
});
