import { z } from "zod";
import type { ShardedSection } from "../section.ts";

/** date, country, orders, items, different products, gross, returns, net */
const CustomerDay = z.tuple([
  z.iso.date(),
  z.string().nullable(),
  z.int(),
  z.number(),
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

/** Every customer's days, by customer id. */
export const customers: ShardedSection<CustomerHistory> = {
  name: "customers",
  entry: CustomerHistory,
  rows: ({ days }) => days.length,
};
