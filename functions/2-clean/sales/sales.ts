import type { Feed } from "../../../shared/contracts/feed.ts";
import { dayOf, firstDate, isoDate, lastDate } from "../../../shared/dates.ts";
import type { Params, Row, Warehouse } from "../../../shared/ports.ts";
import { cleanRules } from "../../../shared/quality/clean-rules.ts";
import { bool, date, dates, dayParams, sqlFile, text, texts } from "../../../shared/sql.ts";
import { union } from "../../../shared/work/manifest.ts";
import type { CleanSubject } from "../subject.ts";

const affectedDays = sqlFile(import.meta.url, "affected_days.sql");
const fileDatesOfDays = sqlFile(import.meta.url, "file_dates.sql");
const missingPrices = sqlFile(import.meta.url, "missing_prices.sql");
const rarePrices = sqlFile(import.meta.url, "rare_prices.sql");
// In this order: each reads the temporary tables of those before it.
const script = ["incoming.sql", "found_prices.sql", "lines.sql", "quarantine.sql"]
  .map((name) => sqlFile(import.meta.url, name))
  .join("\n;\n");

/** Invoice lines, from transactions, exchange rates and the catalogue. */
export const sales: CleanSubject = {
  name: "sales-lines",
  feed: "transactions",
  countPerson: sqlFile(import.meta.url, "person.sql"),
  async plan({ warehouse }, tokens) {
    const of = (name: string) => tokens.filter(({ feed }) => feed === name);
    const touched = union(...of("transactions").map(({ days }) => days));
    const files = union(of("transactions").map(({ fileDate }) => fileDate));
    const rateDays = union(...of("fx_rates").map(({ days }) => days));
    const catalogueChanged = of("products").length > 0;
    if (touched.length + rateDays.length === 0 && !catalogueChanged) return undefined;
    const affected = await warehouse.query(affectedDays, {
      days: dates(touched),
      file_dates: dates(files),
      rate_days: dates(rateDays),
      first_day: date(catalogueChanged ? firstDate : (union(touched, rateDays)[0] ?? firstDate)),
      catalogue_changed: bool(catalogueChanged),
    });
    const days = affected.map(({ day }) => String(day));
    if (days.length === 0) return undefined;
    const known = await warehouse.query(fileDatesOfDays, dayParams(days));
    const fileDates = known.map((row) => String(row["file_date"]));
    return { days, fileDates: union(files, fileDates) };
  },
  rebuild: async (platform, { days, fileDates }) => ({
    script,
    params: {
      ...dayParams(days),
      ...(await priceParams(platform.warehouse, days, fileDates)),
      file_dates: dates(fileDates),
      base_currency: text(platform.company.baseCurrency),
      keep_duplicates: bool(platform.feeds.some(keepsDuplicates)),
      subject_rules: texts(cleanRules),
    },
  }),
};

const keepsDuplicates = ({ name, duplicates }: Feed): boolean =>
  name === "transactions" && duplicates === "keep";

/**
 * Where found_prices.sql looks for missing prices: nowhere if none is missing, else in the week before, and in all history for
 * products that were not sold in that week. After a crash the answer is the same: raw does not change meanwhile, and
 * the days that are rebuilt do not count.
 */
const priceParams = async (
  warehouse: Warehouse,
  days: readonly string[],
  fileDates: readonly string[],
): Promise<Params> => {
  const [first] = days;
  if (first === undefined) return searchIn(lastDate, [], []);
  const range = { ...dayParams(days), file_dates: dates(fileDates) };
  const codes = stockCodes(await warehouse.query(missingPrices, range));
  if (codes.length === 0) return searchIn(lastDate, [], []);
  const recentFrom = isoDate(dayOf(first) - 7);
  const recent = { recent_from: date(recentFrom), codes: texts(codes) };
  const rareCodes = stockCodes(await warehouse.query(rarePrices, { ...range, ...recent }));
  return searchIn(recentFrom, codes, rareCodes);
};

const stockCodes = (rows: readonly Row[]): string[] => rows.map((row) => String(row["stock_code"]));

const searchIn = (recentFrom: string, codes: readonly string[], rareCodes: readonly string[]): Params => ({
  recent_from: date(recentFrom),
  codes: texts(codes),
  history_from: date(rareCodes.length > 0 ? firstDate : lastDate),
  before_recent: date(rareCodes.length > 0 ? isoDate(dayOf(recentFrom) - 1) : firstDate),
  rare_codes: texts(rareCodes),
});
