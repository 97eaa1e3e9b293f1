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

/** In force now, and which rule it fulfils. */
const CustomerTier = z.strictObject({ name: z.string(), since: z.iso.date(), reason: z.string() });
export type CustomerTier = z.infer<typeof CustomerTier>;

export const CustomerHistory = z.strictObject({
  days: z.array(CustomerDay).min(1),
  joined: z.iso.date().nullable(),
  age: z.number().nullable(),
  /** Absent without one, and in a snapshot of the version before. */
  tier: CustomerTier.optional(),
});
export type CustomerHistory = z.infer<typeof CustomerHistory>;

/** Every customer's days, by customer id. */
export const customers: ShardedSection<CustomerHistory> = {
  name: "customers",
  entry: CustomerHistory,
  rows: ({ days }) => days.length,
};
