import { z } from "zod";
import type { WholeSection } from "../section.ts";

/** What a list of customers shows of one. */
export const RankedCustomer = z.strictObject({
  id: z.string(),
  country: z.string().nullable(),
  orders: z.int(),
  net: z.number(),
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
  /** Net spend expected in the next 30 days; null without a model. */
  expected: z.number().nullable(),
});
export type RankedCustomer = z.infer<typeof RankedCustomer>;

/** `last`: who bought most recently. */
export const RankOrder = z.enum(["net", "orders", "last", "expected"]);
export type RankOrder = z.infer<typeof RankOrder>;

/**
 * An order holds this many customers: what a publication writes must not grow with their number. Every other one is found
 * by id, in the section of all customers.
 */
export const deepestRank = 5000;

export const CustomerRanks = z.strictObject({
  /** Each customer who is in one of the orders, once. */
  customers: z.array(RankedCustomer),
  /** Places in `customers`, the first first. */
  orders: z.record(RankOrder, z.array(z.int())),
  /** How many customers bought there last, the most first. */
  countries: z.array(z.tuple([z.string(), z.int()])),
});
export type CustomerRanks = z.infer<typeof CustomerRanks>;

/** The first customers by several orders, so that a page need not look at all of them. */
export const customerRanks: WholeSection<CustomerRanks> = { name: "customer_ranks", content: CustomerRanks };
