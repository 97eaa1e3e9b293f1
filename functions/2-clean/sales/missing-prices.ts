import { dayOf, firstDate, isoDate, lastDate } from "../../../shared/dates.ts";
import type { Params, Row, Warehouse } from "../../../shared/ports.ts";
import { date, dates, dayParams, sqlFile, texts } from "../../../shared/sql.ts";

const missingPrices = sqlFile(import.meta.url, "missing_prices.sql");
const rarePrices = sqlFile(import.meta.url, "rare_prices.sql");

/**
 * Where lines.sql looks for missing prices: nowhere if none is missing, else in the week before, and in all history for
 * products that were not sold in that week. After a crash the answer is the same: raw does not change meanwhile, and
 * the days that are rebuilt do not count.
 */
export const priceParams = async (
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
