import type { Params } from "../../../shared/ports.ts";
import { allHeld, allLines, allRaw, cellOf, dayOf, daysBefore, rawRows, type Tables } from "./tables.ts";

export const listOf = (params: Params, name: string): readonly string[] => {
  const value = params[name]?.value;
  return Array.isArray(value) ? value : [];
};

/** affected_days.sql: which days a change can alter. */
export const affectedDays = (tables: Tables, params: Params): string[] => {
  const rateDays = new Set(listOf(params, "rate_days"));
  const changed = new Set([
    ...listOf(params, "days"),
    ...changedByRate(tables, rateDays),
    ...(params["catalogue_changed"]?.value === true ? changedByCatalogue(tables) : []),
  ]);
  return [...new Set([...changed, ...changedByPrice(tables, changed, params)])].sort();
};

const changedByRate = (tables: Tables, rateDays: ReadonlySet<string>): string[] => {
  const rates = rawRows(tables, "raw.fx_rates").filter((row) => rateDays.has(cellOf(row, "rate_date")));
  const hasRate = (currency: string, from: string, to: string) =>
    rates.some(
      (row) =>
        cellOf(row, "currency") === currency &&
        cellOf(row, "rate_date") >= from &&
        cellOf(row, "rate_date") <= to,
    );
  return [
    ...allLines(tables)
      .filter(
        ({ rate, rateDate, currency, day }) =>
          (rate !== "1" && rateDays.has(rateDate)) || hasRate(currency, rateDate, day),
      )
      .map(({ day }) => day),
    ...allHeld(tables)
      .filter(({ rule, waitsFor, day }) => rule === "fx_missing" && hasRate(waitsFor, "", day))
      .map(({ day }) => day),
    ...allHeld(tables)
      .filter(({ rule, day }) => rule === "price_unknown" && [...rateDays].some((rateDay) => rateDay <= day))
      .map(({ day }) => day),
  ];
};

const changedByCatalogue = (tables: Tables): string[] => [
  ...allLines(tables)
    .filter(({ priceSource }) => priceSource === "catalogue")
    .map(({ day }) => day),
  ...allHeld(tables)
    .filter(({ rule }) => rule === "price_unknown")
    .map(({ day }) => day),
];

const changedByPrice = (tables: Tables, changed: ReadonlySet<string>, params: Params): string[] => {
  const fileDates = listOf(params, "file_dates");
  const days = listOf(params, "days");
  const products = [
    ...allLines(tables).filter(({ day }) => changed.has(day)),
    ...allHeld(tables).filter(({ rule, day }) => rule === "fx_missing" && changed.has(day)),
    ...allRaw(tables, "raw.transactions")
      .filter((row) => fileDates.includes(row.fileDate) && days.includes(dayOf(row)))
      .map((row) => ({ day: dayOf(row), code: cellOf(row, "stock_code") })),
  ];
  const changedSince = (code: string, from: string, to: string) =>
    products.some((product) => product.code === code && product.day >= from && product.day <= to);
  return [
    ...allLines(tables)
      .filter(({ priceSource }) => priceSource !== "given")
      .filter(({ priceSource, code, day }) =>
        changedSince(code, priceSource === "median_7d" ? daysBefore(day, 7) : "", day),
      )
      .map(({ day }) => day),
    ...allHeld(tables)
      .filter(({ rule, waitsFor, day }) => rule === "price_unknown" && changedSince(waitsFor, "", day))
      .map(({ day }) => day),
  ];
};

/** file_dates.sql: which files hold rows of these days. */
export const fileDatesOf = (tables: Tables, params: Params): string[] => {
  const days = listOf(params, "days");
  const found = days.flatMap((day) => [...(tables.lines.get(day) ?? []), ...(tables.held.get(day) ?? [])]);
  return [...new Set(found.map(({ fileDate }) => fileDate))].sort();
};

/** missing_prices.sql: the products that a rebuild must look for prices of. */
export const missingPrices = (tables: Tables, params: Params): string[] => [
  ...new Set(withoutPrice(tables, params).map((row) => cellOf(row, "stock_code"))),
];

const withoutPrice = (tables: Tables, params: Params) => {
  const [days, fileDates] = [listOf(params, "days"), listOf(params, "file_dates")];
  return rawRows(tables, "raw.transactions").filter(
    (row) =>
      fileDates.includes(row.fileDate) && days.includes(dayOf(row)) && cellOf(row, "unit_price") === "",
  );
};

/** rare_prices.sql: for which products it must look further back than a week. */
export const rarePrices = (tables: Tables, params: Params): string[] => {
  const days = listOf(params, "days");
  const told = allLines(tables).filter(
    ({ day, priceSource }) => !days.includes(day) && priceSource === "given",
  );
  const rare = withoutPrice(tables, params).filter(
    (row) =>
      !told.some(
        ({ day, code, currency }) =>
          code === cellOf(row, "stock_code") &&
          currency === (cellOf(row, "currency") || "GBP") &&
          day < dayOf(row) &&
          day >= daysBefore(dayOf(row), 7),
      ),
  );
  return [...new Set(rare.map((row) => cellOf(row, "stock_code")))].sort();
};
