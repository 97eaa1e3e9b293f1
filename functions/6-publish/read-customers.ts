import { z } from "zod";
import type { Params, Warehouse } from "../../shared/ports.ts";
import type { CustomerDay } from "../../shared/serving/sections/customers.ts";
import { date, dates, sqlFile, text } from "../../shared/sql.ts";

const allSql = sqlFile(import.meta.url, "customer_days.sql");
const changedSql = sqlFile(import.meta.url, "changed_days.sql");
const registerSql = sqlFile(import.meta.url, "register.sql");
/** A snapshot that other statements made cannot be updated incrementally. A reworded comment changes nothing. */
export const statements: readonly string[] = [allSql, changedSql, registerSql].map((sql) =>
  sql.replaceAll(/^--.*\n/gm, ""),
);

/** The limit in the queries. BigQuery scans the table again for each page, so a page is as large as memory allows. */
const rowsInPage = 500_000;

const Row = z.object({
  customer_id: z.string(),
  day: z.iso.date(),
  country: z.string().nullable(),
  orders: z.int(),
  items: z.int(),
  unique_products: z.int(),
  gross_value: z.number(),
  returns_value: z.number(),
  net_value: z.number(),
});
type Row = z.infer<typeof Row>;

const Person = z.object({
  customer_id: z.string(),
  joined: z.iso.date().nullable(),
  years: z.number().nullable(),
});
export type Person = z.infer<typeof Person>;

export type DaysOfCustomer = readonly [string, readonly CustomerDay[]];

/** Reads all customers with all their days, in the order of their ids' UTF-8 bytes. */
export const allDays = (warehouse: Warehouse): AsyncGenerator<DaysOfCustomer> =>
  daysInOrder(warehouse, allSql, {});

/** Reads the same for some days. */
export async function* changedDays(
  warehouse: Warehouse,
  days: readonly string[],
): AsyncGenerator<DaysOfCustomer> {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return;
  const params = { days: dates(days), first_day: date(first), last_day: date(last) };
  yield* daysInOrder(warehouse, changedSql, params);
}

/** Reads each customer's entry in the register, in the same order. */
export async function* register(warehouse: Warehouse): AsyncGenerator<readonly [string, Person]> {
  for (let after = ""; ; ) {
    const page = z.array(Person).parse(await warehouse.query(registerSql, { after: text(after) }));
    for (const person of page) yield [person.customer_id, person];
    if (page.length < rowsInPage) return;
    after = page.at(-1)?.customer_id ?? after;
  }
}

async function* daysInOrder(
  warehouse: Warehouse,
  sql: string,
  params: Params,
): AsyncGenerator<DaysOfCustomer> {
  for (let after = ""; ; ) {
    const page = z.array(Row).parse(await warehouse.query(sql, { ...params, after: text(after) }));
    const isLast = page.length < rowsInPage;
    const cut = isLast ? page.length : startOfLastCustomer(page);
    yield* byCustomer(page.slice(0, cut));
    if (isLast) return;
    after = page[cut - 1]?.customer_id ?? after;
  }
}

/** A page may end in the middle of a customer, who is then read again with the next page. */
const startOfLastCustomer = (page: readonly Row[]): number => {
  const last = page.at(-1)?.customer_id;
  const start = page.findIndex(({ customer_id }) => customer_id === last);
  if (start === 0) throw new Error(`customer ${last} has more than ${rowsInPage} days`);
  return start;
};

function* byCustomer(rows: readonly Row[]): Generator<DaysOfCustomer> {
  let days: CustomerDay[] = [];
  for (const [index, row] of rows.entries()) {
    days.push(customerDay(row));
    if (rows[index + 1]?.customer_id === row.customer_id) continue;
    yield [row.customer_id, days];
    days = [];
  }
}

const customerDay = (row: Row): CustomerDay => [
  row.day,
  row.country,
  row.orders,
  row.items,
  row.unique_products,
  row.gross_value,
  row.returns_value,
  row.net_value,
];
