import { dayOf, firstDate, isoDate } from "../../shared/dates.ts";
import type { Platform } from "../../shared/platform.ts";
import type { QualityView } from "../../shared/serving/sections/quality.ts";
import { date, sqlFile } from "../../shared/sql.ts";

const reasonsSql = sqlFile(import.meta.url, "quality_reasons.sql");
const daysSql = sqlFile(import.meta.url, "quality_days.sql");
const tiersSql = sqlFile(import.meta.url, "tier_counts.sql");

const daysShown = 365;

/** Of the year up to the newest day of sales: what an older file broke is no news. */
export const readQuality = async (
  { warehouse }: Pick<Platform, "warehouse">,
  asOf: string | null,
): Promise<QualityView> => {
  const since = asOf === null ? firstDate : isoDate(dayOf(asOf) - daysShown);
  const reasons = await warehouse.query(reasonsSql, { since: date(since) });
  const days = await warehouse.query(daysSql, { since: date(since) });
  const tiers = await warehouse.query(tiersSql);
  return {
    since,
    reasons: reasons.map((row) => ({
      feed: String(row["feed"]),
      rule: String(row["rule"]),
      column: row["broken_column"] === "" ? null : String(row["broken_column"]),
      rows: Number(row["held_rows"]),
    })),
    days: days.map((row) => {
      const [kept, quarantined] = [Number(row["kept_rows"]), Number(row["held_rows"])];
      const score = Math.round((10_000 * kept) / Math.max(1, kept + quarantined)) / 100;
      return { date: String(row["quality_day"]), kept, quarantined, score };
    }),
    tiers: tiers.map((row) => ({ tier: String(row["tier"]), customers: Number(row["tier_customers"]) })),
  };
};
