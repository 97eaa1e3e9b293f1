import { cellOf, dayOf, daysBefore, type Held, type Line, rawRows, type Tables } from "./tables.ts";
import type { StagedRow } from "./typer.ts";

export interface Rebuilt {
  readonly lines: Map<string, Line[]>;
  readonly held: Map<string, Held[]>;
}

/** Where found_prices.sql looks for missing prices. */
export interface Prices {
  readonly recentFrom: string;
  /** Of the recent ones; all where it is left out. */
  readonly codes?: readonly string[];
  readonly historyFrom: string;
  readonly rareCodes: readonly string[];
}

export const allPrices: Prices = { recentFrom: "", historyFrom: "", rareCodes: [] };

const isLookedAt = (prices: Prices, day: string, code: string): boolean => {
  const { recentFrom, codes, historyFrom, rareCodes } = prices;
  if (day >= recentFrom) return codes?.includes(code) ?? true;
  return day >= historyFrom && rareCodes.includes(code);
};

type Incoming = Omit<Line, "price" | "priceSource"> & { readonly given: string };

/** lines.sql and the second half of quarantine.sql: the given days anew, from raw rows of the given file dates. */
export const rebuildLines = (
  tables: Tables,
  days: readonly string[],
  fileDates: readonly string[],
  prices: Prices,
): Rebuilt => {
  const staged = rawRows(tables, "raw.transactions").filter(
    (row) => fileDates.includes(row.fileDate) && days.includes(dayOf(row)),
  );
  const { first, copies } = firstCopies(staged);
  const rated = first.map((row) => withRate(tables, row));
  const incoming = rated.filter(({ rate }) => rate !== "");
  const earlier = [...tables.lines]
    .filter(([day]) => !days.includes(day) && day <= (days.at(-1) ?? ""))
    .flatMap(([day, lines]) => lines.filter(({ code }) => isLookedAt(prices, day, code)))
    .filter(({ priceSource }) => priceSource === "given")
    .map((line) => ({ ...line, given: line.price }));
  const known = [...incoming, ...earlier].filter(({ given }) => given !== "");
  const priced = incoming.map((row) => withPrice(tables, row, known));
  const held = [
    ...copies.map((row) => heldAs(row, "duplicate", "")),
    ...rated
      .filter(({ rate }) => rate === "")
      .map((row) => ({ ...heldLine(row), rule: "fx_missing" as const, waitsFor: row.currency })),
    ...priced
      .filter(({ price }) => price === "")
      .map((row) => ({ ...heldLine(row), rule: "price_unknown" as const, waitsFor: row.code })),
  ];
  const lines = priced.filter(({ price }) => price !== "");
  return {
    lines: new Map(days.map((day) => [day, lines.filter((line) => line.day === day)])),
    held: new Map(days.map((day) => [day, held.filter((row) => row.day === day)])),
  };
};

const firstCopies = (staged: readonly StagedRow[]) => {
  const order = (row: StagedRow) => `${row.object} ${String(row.row).padStart(6, "0")}`;
  const sorted = [...staged].sort((left, right) => (order(left) < order(right) ? -1 : 1));
  const seen = new Set<string>();
  const copies: StagedRow[] = [];
  const first: StagedRow[] = [];
  for (const row of sorted) {
    const key = ["invoice_no", "stock_code", "quantity", "invoice_date", "unit_price"]
      .map((name) => cellOf(row, name))
      .join("|");
    (seen.has(key) ? copies : first).push(row);
    seen.add(key);
  }
  return { first, copies };
};

const withRate = (tables: Tables, row: StagedRow): Incoming => {
  const day = dayOf(row);
  const currency = cellOf(row, "currency") || "GBP";
  const own = {
    id: `${row.object}#${row.row} ${cellOf(row, "invoice_no")} ${cellOf(row, "quantity")}`,
    object: row.object,
    fileDate: row.fileDate,
    day,
    code: cellOf(row, "stock_code"),
    currency,
    customer: cellOf(row, "customer_id"),
    given: cellOf(row, "unit_price"),
  };
  if (currency === "GBP") return { ...own, rate: "1", rateDate: day };
  const order = (rate: StagedRow) =>
    `${cellOf(rate, "rate_date")} ${rate.fileDate} ${rate.object} ${String(rate.row).padStart(6, "0")}`;
  const [last] = rawRows(tables, "raw.fx_rates")
    .filter((rate) => cellOf(rate, "currency") === currency && cellOf(rate, "rate_date") <= day)
    .sort((left, right) => (order(left) < order(right) ? 1 : -1));
  return {
    ...own,
    rate: last ? cellOf(last, "rate_to_base") : "",
    rateDate: last ? cellOf(last, "rate_date") : "",
  };
};

const withPrice = (tables: Tables, row: Incoming, known: readonly Incoming[]): Line => {
  const { given, ...line } = row;
  if (given !== "") return { ...line, price: given, priceSource: "given" };
  const same = known.filter(({ code, day }) => code === row.code && day <= row.day);
  const week = same.filter(
    ({ currency, day }) => currency === row.currency && day < row.day && day >= daysBefore(row.day, 7),
  );
  if (week.length > 0) return { ...line, price: pricesOf(week), priceSource: "median_7d" };
  if (same.length > 0) return { ...line, price: pricesOf(same), priceSource: "median_all" };
  const [listed] = rawRows(tables, "raw.products")
    .filter((product) => cellOf(product, "stock_code") === row.code)
    .sort((left, right) => left.row - right.row);
  return { ...line, price: listed ? `listed ${cellOf(listed, "unit_price")}` : "", priceSource: "catalogue" };
};

/** Not their median: a set that changed without its median would pass for unchanged. */
const pricesOf = (rows: readonly Incoming[]): string =>
  rows
    .map(({ given, rate, day }) => `${given}*${rate}@${day}`)
    .sort()
    .join("+");

const heldLine = ({
  id,
  object,
  fileDate,
  day,
  code,
}: Pick<Line, "id" | "object" | "fileDate" | "day" | "code">) => ({
  id,
  object,
  fileDate,
  day,
  code,
});

const heldAs = (row: StagedRow, rule: Held["rule"], waitsFor: string): Held => ({
  id: `${row.object}#${row.row} ${cellOf(row, "invoice_no")} ${cellOf(row, "quantity")}`,
  object: row.object,
  fileDate: row.fileDate,
  day: dayOf(row),
  rule,
  waitsFor,
  code: cellOf(row, "stock_code"),
});
