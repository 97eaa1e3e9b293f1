import { z } from "zod";
import { byBytes } from "./id-order.ts";

/**
 * What `predict` and the pages read instead of a warehouse: immutable objects under `serving/<id>/`, and one small object that
 * says which of them answer. A customer's shard is found by the ids that the shards begin with.
 */
export const Current = z.strictObject({
  schema: z.literal("daybook.serving/v1"),
  id: z.string(),
  manifest: z.string(),
  sha256: z.string(),
  since: z.iso.datetime(),
});
export type Current = z.infer<typeof Current>;

const Part = z.strictObject({ object: z.string(), sha256: z.string() });
export type Part = z.infer<typeof Part>;

const Shard = Part.extend({ first: z.string(), customers: z.int() });
export type Shard = z.infer<typeof Shard>;

export const Manifest = z.strictObject({
  schema: z.literal("daybook.snapshot/v1"),
  id: z.string(),
  created: z.iso.datetime(),
  /** The first and the last business day with any sale; null before the first file. */
  firstDay: z.iso.date().nullable(),
  asOf: z.iso.date().nullable(),
  currency: z.string(),
  timeZone: z.string(),
  customers: z.int(),
  company: Part,
  shards: z.array(Shard),
});
export type Manifest = z.infer<typeof Manifest>;

/** date, country, orders, items, different products, gross, returns, net */
const CustomerDay = z.tuple([
  z.iso.date(),
  z.string().nullable(),
  z.int(),
  z.int(),
  z.int(),
  z.number(),
  z.number(),
  z.number(),
]);
export type CustomerDay = z.infer<typeof CustomerDay>;

export const CustomerHistory = z.strictObject({
  days: z.array(CustomerDay).min(1),
  joined: z.iso.date().nullable(),
  age: z.number().nullable(),
});
export type CustomerHistory = z.infer<typeof CustomerHistory>;

export const Customers = z.record(z.string(), CustomerHistory);
export type Customers = z.infer<typeof Customers>;

/** date, net, orders */
const CompanyDay = z.tuple([z.iso.date(), z.number(), z.int()]);
/** date, country, orders and gross there */
const CountryDay = z.tuple([z.iso.date(), z.string(), z.int(), z.number()]);

const Point = z.strictObject({
  date: z.iso.date(),
  closed: z.boolean(),
  value: z.number(),
  low80: z.number(),
  high80: z.number(),
  low95: z.number(),
  high95: z.number(),
});

export const PublishedForecast = z.strictObject({
  method: z.string(),
  /** The promoted version that chose the method; null before any training. */
  version: z.string().nullable(),
  asOf: z.iso.date(),
  days: z.array(Point),
  total: z.strictObject({ value: z.number(), low80: z.number(), high80: z.number() }),
  completed: z.int(),
  notes: z.array(z.string()),
});
export type PublishedForecast = z.infer<typeof PublishedForecast>;

export const CompanyView = z.strictObject({
  sales: z.array(CompanyDay),
  countries: z.array(CountryDay),
  /** Null while there are too few days, with the reason. */
  forecast: PublishedForecast.nullable(),
  forecastMissing: z.string().nullable(),
});
export type CompanyView = z.infer<typeof CompanyView>;

export const currentName = "serving/current.json";
export const folderOf = (id: string): string => `serving/${id}/`;

/** The shard that would hold a customer: the last one that begins no later than the id, in the order of UTF-8 bytes. */
export const shardOf = (shards: readonly Shard[], customer: string): Shard | undefined => {
  let low = 0;
  let high = shards.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byBytes(shards[middle]?.first ?? "", customer) <= 0) low = middle + 1;
    else high = middle;
  }
  return shards[low - 1];
};
