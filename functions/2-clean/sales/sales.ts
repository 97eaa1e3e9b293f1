import { firstDate } from "../../../shared/dates.ts";
import { bool, date, dates, dayParams, sqlFile, text } from "../../../shared/sql.ts";
import { union } from "../../../shared/work/manifest.ts";
import type { CleanSubject } from "../subject.ts";
import { priceParams } from "./missing-prices.ts";

const affectedDays = sqlFile(import.meta.url, "affected_days.sql");
const fileDatesOfDays = sqlFile(import.meta.url, "file_dates.sql");
// quarantine.sql reads the temporary tables of lines.sql.
const script = ["lines.sql", "quarantine.sql"].map((name) => sqlFile(import.meta.url, name)).join("\n;\n");

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
    },
  }),
};
