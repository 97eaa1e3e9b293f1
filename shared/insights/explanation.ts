import { z } from "zod";
import { Cadence } from "../kpis/kpi.ts";

/*
 * Why a KPI moved: the parts of its change, which add up to it exactly. A row of `insights.drivers` holds one part. Amounts
 * are decimals as text, because a float would not add up in its last digits.
 */

const Decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

/**
 * segments: parts of the business, then what moved all of them, then the rest. mix_rate: of a ratio, what its segments'
 * weights and what their own ratios changed. factors: customers, orders, items and prices.
 */
export const SplitName = z.enum(["segments", "mix_rate", "factors"]);
export type SplitName = z.infer<typeof SplitName>;

export const DriverKind = z.enum([
  // One order, customer or product alone.
  "order",
  "customer",
  "product",
  "segment",
  // What moved every segment alike.
  "market",
  "mix",
  "rate",
  "factor",
  "rest",
]);
export type DriverKind = z.infer<typeof DriverKind>;

export const Driver = z.strictObject({
  split: SplitName,
  /** From 1, in the order in which a person should read them. */
  place: z.int().min(1),
  kind: DriverKind,
  /** One or two; none for market and rest. A factor's dimension is `factor`. */
  where: z.array(z.strictObject({ dimension: z.string(), value: z.string() })),
  actual: Decimal.nullable(),
  expected: Decimal.nullable(),
  /** Null where parts cannot be added up, as with distinct customers. */
  contribution: Decimal.nullable(),
  /** The contribution as a part of the change. */
  share: z.number().nullable(),
  /** In standard deviations of the windows before. */
  z: z.number().nullable(),
});
export type Driver = z.infer<typeof Driver>;

export const FaultKind = z.enum([
  "missing_file",
  "late_file",
  "short_file",
  "doubled_file",
  "fx_gap",
  "quarantine_spike",
]);
export type FaultKind = z.infer<typeof FaultKind>;

/** Something wrong with the data of the period. It blocks the business alert: the figure may not be what happened. */
export const DataFault = z.strictObject({
  kind: FaultKind,
  /** What was counted: lines, files, rows in quarantine, lines with an old rate, or the minute of the day of the last line. */
  actual: z.number(),
  usual: z.number(),
  /** The rule, currency or file that it is about. */
  about: z.string().nullable(),
});
export type DataFault = z.infer<typeof DataFault>;

/** An order and its cancellation in the same period. They cancel each other in net sales, and swell gross sales and returns. */
export const Offset = z.strictObject({
  order: z.string(),
  cancellation: z.string(),
  customer: z.string().nullable(),
  product: z.string(),
  quantity: z.number(),
  amount: Decimal,
});
export type Offset = z.infer<typeof Offset>;

/**
 * data_fault: the data is not complete. single: one order, customer or product. segments: parts of the business.
 * spread: the whole business moved alike. not_in_data: no part of the data stands out. no_history: nothing to compare with.
 * not_divisible: the parts of this figure cannot be compared. closed: the company does not trade in that period.
 */
export const Verdict = z.enum([
  "data_fault",
  "single",
  "segments",
  "spread",
  "not_in_data",
  "not_divisible",
  "no_history",
  "closed",
]);
export type Verdict = z.infer<typeof Verdict>;

export const Explanation = z.strictObject({
  kpi: z.string(),
  cadence: Cadence,
  period: z.iso.date(),
  /** As in metrics.kpi_periods: complete, unfinished, closed or gap. */
  state: z.string(),
  /** Null if the period has no value, as a ratio without volume. */
  actual: Decimal.nullable(),
  expected: Decimal.nullable(),
  /** actual − expected, exactly. */
  change: Decimal.nullable(),
  verdict: Verdict,
  faults: z.array(DataFault),
  offsets: z.array(Offset),
  drivers: z.array(Driver),
  /** The periods that it is compared with, newest first. */
  comparedWith: z.array(z.iso.date()),
});
export type Explanation = z.infer<typeof Explanation>;
