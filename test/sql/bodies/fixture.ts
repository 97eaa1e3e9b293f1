import { Random } from "../../../shared/learning/random.ts";
import type { Table } from "../table.ts";
import type { Cell } from "../values.ts";

/** Products without a price in any file; the catalogue has a price of the second. */
const unsold: readonly Cell[] = ["Q0", "Q1"];

/** Around the days of the invoices: before them, within terms, and late. */
const later: readonly Cell[] = [
  "2023-12-30",
  "2024-02-22",
  "2024-02-29",
  "2024-03-01",
  "2024-03-08",
  "2024-06-30",
];

const credit: Readonly<Record<string, readonly Cell[]>> = {
  invoice_id: ["1", "2", "3", "10", "11", "V1", "v1", "V2", "V3", "V4", "V5", "V6", "ü"],
  account_id: ["K1", "k1", "K2", "Ä"],
  item_id: ["I1", "I2", "i1", "I3", "I4"],
  payment_id: [null, null, "Z1", "Z2", "Z3"],
  credit_note_id: ["N1", "N2", "N3"],
  due_on: [null, ...later],
  paid_on: [null, ...later],
  credited_on: later,
  disputed_on: later,
  joined_on: [null, "2020-02-29", "2024-02-15"],
  amount: [null, "0", "1.5", "4.999999999", "19.99", "250"],
  terms_days: [null, 0, 14],
  terms_in_business_days: [null, false, true],
  credit_limit: [null, "0", "100.5"],
  branch: [null, "S1"],
  disputed: [null, false, true],
  unit_cost: [null, "0.5", "1.111111111"],
};

/** Few distinct values, so that rows match: in joins, as duplicates, in the window of one day. */
const pools: Readonly<Record<string, readonly Cell[]>> = {
  invoice_no: ["A1", "A2", "a1", "C3", "é4"],
  stock_code: ["P1", "P1", "P2", "P3", "p1", "ß", ...unsold],
  description: ["cup", null, 'it\'s \\ 100% "new"\nline', ""],
  quantity: [1, 2, -1, 3, 0, -7, 999_983],
  unit_price: [
    null,
    null,
    null,
    "0",
    "0.000000001",
    "1.5",
    "3.333333333",
    "2.675",
    "19.99",
    "0.1",
    "99999.99",
  ],
  currency: ["GBP", "GBP", "EUR", "USD", "JPY"],
  discount: [null, null, "0", "0.15", "0.333333333", "1"],
  customer_id: [null, "17850", "C1", "c1", "Ä"],
  country: [null, "United Kingdom", "united kingdom", "Österreich", ""],
  store_id: [null, "S1", "s1"],
  category: [null, null, "Toys", "toys"],
  rate_to_base: ["0.85", "0.857142857", "1.000000001", "117.5", "1"],
  active: [null, true, false],
  _quarantined: [false, false, false, false, false, true],
  ...credit,
};

/** Columns that mean something else in one table, such as those that its contract alone requires. */
const poolsIn: Readonly<Record<string, Readonly<Record<string, readonly Cell[]>>>> = {
  "raw.skus": { unit_price: ["0", "1.5", "3.333333333"] },
  // The catalogue does not have the last.
  "raw.invoice_line_items": { item_id: ["I1", "I2", "i1", "I3", "I4", "I9"] },
  "raw.payments": { paid_on: later, amount: [null, "1.5", "4.999999999", "250"] },
  "raw.credit_notes": { amount: ["0.01", "1.5", "99.99"] },
};

/** Around the end of February, a gap of more than a week before it, the year before, the edge of midnight. */
const moments = [
  "2023-12-31 23:59:59",
  "2024-01-01 00:00:00",
  "2024-02-15 09:30:00",
  "2024-02-22 09:30:00",
  "2024-02-28 23:59:59",
  "2024-02-29 00:00:00",
  "2024-02-29 12:00:00",
  "2024-03-01 12:00:00",
  "2024-03-08 12:00:00",
];

export const fixtureDays: readonly string[] = [...new Set(moments.map((moment) => moment.slice(0, 10)))];

/** Rows of a raw table from one file. Each seed draws different rows; the rows of a file are numbered. */
export const fileRows = (table: Table, object: string, fileDate: string, count: number): Cell[][] => {
  const random = new Random(object);
  return Array.from({ length: count }, (_, index) => {
    const moment = moments[random.below(moments.length)] ?? "";
    const own: Readonly<Record<string, Cell>> = {
      invoice_date: moment,
      business_date: moment.slice(0, 10),
      issued_on: moment.slice(0, 10),
      rate_date: moment.slice(0, 10),
      _source_date: fileDate,
      _object: object,
      _generation: 17,
      _row: index + 2,
      rule: "type",
      message: "no number",
      reasons: "no number; too long",
      feed: "transactions",
    };
    const row = table.columns.map(({ name, type }): Cell => {
      const pool = poolsIn[table.name]?.[name] ?? pools[name] ?? (type === "STRING" ? [null, "x"] : [null]);
      return own[name] ?? pool[random.below(pool.length)] ?? null;
    });
    const withoutPrice = table.name === "raw.transactions" ? unsold : unsold.slice(0, 1);
    if (!row.some((cell) => withoutPrice.includes(cell))) return row;
    return row.map((cell, column) => (table.columns[column]?.name === "unit_price" ? null : cell));
  });
};
