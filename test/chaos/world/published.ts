import { crc32 } from "node:zlib";
import { z } from "zod";
import type { Row } from "../../../shared/ports.ts";
import { CustomerHistory, customers } from "../../../shared/serving/sections/customers.ts";
import {
  CurrentSnapshot,
  currentName,
  SnapshotManifest,
  shardsOf,
} from "../../../shared/serving/snapshot-manifest.ts";
import type { Bucket } from "./bucket.ts";
import type { Tables } from "./tables.ts";

/** customer_days.sql and changed_days.sql: what stands in a customer's day, as one number. */
export const customerDays = (tables: Tables, days?: readonly string[]): Row[] =>
  [...tables.daily]
    .filter(([day]) => !days || days.includes(day))
    .flatMap(([day, figures]) => [...figures].map(([customer, text]) => ({ customer, day, text })))
    .map(({ customer, day, text }) => ({
      customer_id: customer,
      day,
      country: null,
      orders: 1,
      items_sold: 1,
      unique_products: 1,
      gross_value: crc32(text),
      returns_value: 0,
      net_value: 0,
    }))
    .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));

const keyOf = (row: { customer_id: string; day: string }) => `${row.customer_id} ${row.day}`;

/** company_days.sql: how many customers there were. What was sold is of no matter here. */
export const companyDays = (tables: Tables): Row[] =>
  [...tables.daily]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([day, figures]) => ({
      business_date: day,
      dimension: "company",
      value: "all",
      orders: 1,
      customers: figures.size,
      gross: 0,
      net: 0,
    }));

const parsed = (serving: Bucket, name: string): unknown =>
  JSON.parse(serving.find(name)?.body.toString() ?? "null");

const Customers = z.record(z.string(), CustomerHistory);

/** What readers of the snapshot in force are told of customers. */
const snapshotRows = (serving: Bucket): string[] => {
  if (!serving.find(currentName)) return [];
  const { manifest } = CurrentSnapshot.parse(parsed(serving, currentName));
  return shardsOf(SnapshotManifest.parse(parsed(serving, manifest)), customers.name)
    .flatMap(({ object }) => Object.entries(Customers.parse(parsed(serving, object))))
    .flatMap(([customer, { days }]) => days.map(([day, , , , , gross]) => `${customer} ${day} ${gross}`));
};

export const staleSnapshot = (serving: Bucket, tables: Tables): string[] => {
  const [is, should] = [
    snapshotRows(serving),
    customerDays(tables).map(({ customer_id, day, gross_value }) => `${customer_id} ${day} ${gross_value}`),
  ].map((rows) => rows.join("; "));
  return is === should ? [] : [`the snapshot shows: ${is}; the tables: ${should}`];
};
