import type { Feed } from "../contracts/feed.ts";

/** What a value measures: how often money and counts are in it. A price is money per unit, so { money: 1, count: -1 }. */
export interface Measure {
  readonly money: number;
  readonly count: number;
}

export type ValueType = "number" | "text" | "date" | "datetime" | "bool";

export interface SourceColumn {
  readonly type: ValueType;
  /** Of numbers only. */
  readonly measure?: Measure;
  /** Not in the table: the customer's first order day and tier, and the first day of the period that is computed. */
  readonly computed?: true;
  /** Values name people: they are counted, and never become segments. */
  readonly personal?: true;
}

/** A business whose days are known or not, and closed or not, apart from those of the others. */
export type Calendar = "sales" | "credit";

/** A table that a KPI may read. */
export interface Source {
  readonly table: SourceName;
  readonly calendar: Calendar;
  readonly columns: ReadonlyMap<string, SourceColumn>;
}

/** The tables of each subject that KPIs may read. */
export type SourceName = "clean.lines" | "raw.transactions" | "credit.daily";

/** A company without any row of a calendar's tables does not have that business: its KPIs are not shown. */
export const calendarOf = (table: SourceName): Calendar => (table === "credit.daily" ? "credit" : "sales");

const money: Measure = { money: 1, count: 0 };
const count: Measure = { money: 0, count: 1 };
const price: Measure = { money: 1, count: -1 };
export const plain: Measure = { money: 0, count: 0 };

const amount = (measure: Measure): SourceColumn => ({ type: "number", measure });
const text: SourceColumn = { type: "text" };
const date: SourceColumn = { type: "date" };

const computed: readonly (readonly [string, SourceColumn])[] = [
  ["first_order_day", { type: "date", computed: true }],
  ["period", { type: "date", computed: true }],
];

/** The customer's tier on the day of the line. Null without a customer, and before the first tier. */
export const tierColumn = "tier";

/** The name of the segment of lines that have no value of a dimension. */
export const unnamedSegment = (dimension: string): string => (dimension === tierColumn ? "none" : "UNKNOWN");

/** The columns of functions/2-clean/sales/tables.sql that a formula may use; a test compares the two. */
const cleanLines: Source = {
  table: "clean.lines",
  calendar: "sales",
  columns: new Map<string, SourceColumn>([
    ["business_date", date],
    ["invoice_no", text],
    ["stock_code", text],
    ["description", text],
    ["quantity", amount(count)],
    ["invoice_date", { type: "datetime" }],
    ["unit_price", amount(price)],
    ["price_source", text],
    ["currency", text],
    ["fx_rate", amount(plain)],
    ["fx_filled", { type: "bool" }],
    ["discount", amount(plain)],
    ["customer_id", { type: "text", personal: true }],
    ["is_guest", { type: "bool" }],
    ["country", text],
    ["store_id", text],
    ["category", text],
    ["category_source", text],
    ["gross", amount(money)],
    ["returns", amount(money)],
    ["net", amount(money)],
    [tierColumn, { type: "text", computed: true }],
    ...computed,
  ]),
};

/** The columns of credit.daily, of functions/3-aggregate/credit/tables.sql. */
const creditDaily: Source = {
  table: "credit.daily",
  calendar: "credit",
  columns: new Map<string, SourceColumn>([
    ["business_date", date],
    ["branch", text],
    ["open_amount", amount(money)],
    ["overdue_amount", amount(money)],
    ["issued_amount", amount(money)],
    ["issued_90d", amount(money)],
    ["decided", amount(count)],
    ["late", amount(count)],
    ["period", { type: "date", computed: true }],
  ]),
};

const types: Readonly<Record<Feed["columns"][number]["type"], ValueType>> = {
  STRING: "text",
  INT64: "number",
  FLOAT64: "number",
  NUMERIC: "number",
  BOOL: "bool",
  DATE: "date",
  DATETIME: "datetime",
  TIMESTAMP: "datetime",
};

/** What the numbers of a contract measure. Its other numbers are plain. */
const measures: ReadonlyMap<string, Measure> = new Map([
  ["quantity", count],
  ["unit_price", price],
]);

/** A floating-point column is left out: its sum depends on the order of the rows. */
const rawTransactions = (feed: Feed): Source => ({
  table: "raw.transactions",
  calendar: "sales",
  columns: new Map<string, SourceColumn>([
    ...feed.columns
      .filter(({ type }) => type !== "FLOAT64")
      .map(({ name, type, pii }): [string, SourceColumn] => [
        name,
        types[type] === "number"
          ? amount(measures.get(name) ?? plain)
          : { type: types[type], ...(pii && { personal: true }) },
      ]),
    ["business_date", date],
    ...computed,
  ]),
});

/** Every table that KPIs may read under these contracts. */
export const sourcesFor = (feeds: readonly Feed[]): ReadonlyMap<string, Source> => {
  const transactions = feeds.find(({ table }) => table === "raw.transactions");
  const sources = [cleanLines, creditDaily, ...(transactions ? [rawTransactions(transactions)] : [])];
  return new Map(sources.map((source) => [source.table, source]));
};
