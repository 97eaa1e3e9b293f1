import { z } from "zod";
import type { Params, Warehouse } from "../../shared/ports.ts";
import type { CustomerDay, CustomerTier } from "../../shared/serving/sections/customers.ts";
import { date, dates, sqlFile, text } from "../../shared/sql.ts";
import { pagesOfCustomers } from "./customer-pages.ts";

const allSql = sqlFile(import.meta.url, "customer_days.sql");
const changedSql = sqlFile(import.meta.url, "changed_days.sql");
const registerSql = sqlFile(import.meta.url, "register.sql");
const tiersSql = sqlFile(import.meta.url, "tiers_in_force.sql");
/** A snapshot that other statements made cannot be updated incrementally. A reworded comment changes nothing. */
export const statements: readonly string[] = [allSql, changedSql, registerSql, tiersSql].map((sql) =>
  sql.replaceAll(/^--.*\n/gm, ""),
);

const Row = z.object({
  customer_id: z.string(),
  day: z.iso.date(),
  country: z.string().nullable(),
  orders: z.int(),
  items_sold: z.number(),
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

const Tier = z.object({
  customer_id: z.string(),
  tier_name: z.string(),
  since_day: z.iso.date(),
  tier_reason: z.string(),
});

export type DaysOfCustomer = readonly [string, readonly CustomerDay[]];

/** Reads all customers after an id with all their days, in the order of their ids' UTF-8 bytes. */
export const allDays = (warehouse: Warehouse, after: string): AsyncGenerator<DaysOfCustomer> =>
  daysInOrder(warehouse, allSql, {}, after);

/** Reads the same for some days. */
export async function* changedDays(
  warehouse: Warehouse,
  days: readonly string[],
  after: string,
): AsyncGenerator<DaysOfCustomer> {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return;
  const params = { days: dates(days), first_day: date(first), last_day: date(last) };
  yield* daysInOrder(warehouse, changedSql, params, after);
}

/** Reads each customer's entry in the register, in the same order. */
export async function* register(
  warehouse: Warehouse,
  after: string,
): AsyncGenerator<readonly [string, Person]> {
  for await (const page of pagesOfCustomers(warehouse, registerSql, { after: text(after) }, Person))
    for (const person of page) yield [person.customer_id, person];
}

/** Reads the tier of each customer who has one, in the same order. */
export async function* tiersInForce(
  warehouse: Warehouse,
  after: string,
): AsyncGenerator<readonly [string, CustomerTier]> {
  for await (const page of pagesOfCustomers(warehouse, tiersSql, { after: text(after) }, Tier))
    for (const { customer_id, tier_name, since_day, tier_reason } of page)
      yield [customer_id, { name: tier_name, since: since_day, reason: tier_reason }];
}

async function* daysInOrder(
  warehouse: Warehouse,
  sql: string,
  params: Params,
  after: string,
): AsyncGenerator<DaysOfCustomer> {
  for await (const page of pagesOfCustomers(warehouse, sql, { ...params, after: text(after) }, Row))
    for (const [id, rows] of Map.groupBy(page, ({ customer_id }) => customer_id))
      yield [id, rows.map(customerDay)];
}

const customerDay = (row: Row): CustomerDay => [
  row.day,
  row.country,
  row.orders,
  row.items_sold,
  row.unique_products,
  row.gross_value,
  row.returns_value,
  row.net_value,
];
