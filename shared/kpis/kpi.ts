import { z } from "zod";
import { Detection } from "./detection.ts";
import type { Node } from "./formula/tree.ts";
import type { SourceName } from "./sources.ts";

/** Refuses unknown keys, and lists the allowed ones. */
const closed = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `there is no key ${issue.keys.map((key) => `"${key}"`).join(", ")} here; the keys are ${Object.keys(shape).join(", ")}`
        : undefined,
  });

/** Words in English, or in English and German. */
const Words = z
  .union([z.string().min(1), closed({ en: z.string().min(1), de: z.string().min(1).optional() })])
  .transform((words): { readonly en: string; readonly de?: string | undefined } =>
    typeof words === "string" ? { en: words } : words,
  );
export type Words = z.infer<typeof Words>;

export const Cadence = z.enum(["daily", "weekly", "monthly"]);
export type Cadence = z.infer<typeof Cadence>;

export const KpiUnit = z.enum(["money", "count", "ratio", "share"]);
export type KpiUnit = z.infer<typeof KpiUnit>;

export const KpiName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, "must be lower-case words joined by underscores");

/** `percent_change` compares with what was expected; the other units are the KPI's own. */
const Threshold = closed({
  is: z.enum(["above", "below"]),
  value: z.number(),
  unit: z.enum([...KpiUnit.options, "percent_change"], {
    error: `needs a unit: ${[...KpiUnit.options, "percent_change"].join(", ")}`,
  }),
  severity: z.enum(["warning", "critical"]).default("critical"),
  /** All of the KPI's cadences if left out. */
  cadence: z.array(Cadence).min(1).optional(),
});
export type Threshold = z.infer<typeof Threshold>;

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const KpiTest = closed({
  name: z.string().optional(),
  cadence: Cadence.default("daily"),
  /** The first day of the period; of the first row's day if left out. */
  period: z.iso.date().optional(),
  /** Columns that a row does not name are null. */
  rows: z.array(z.record(z.string(), Cell)),
  expect: z.number().nullable(),
});
export type KpiTest = z.infer<typeof KpiTest>;

/** The keys that are resolved when all KPIs are read. */
const formulas = {
  /** The table that its rows come from. */
  from: z.string().default("clean.lines"),
  formula: z.string().min(1),
  /** Applies to every aggregate of the formula. */
  filter: z.string().min(1).optional(),
  /**
   * What a value rests on, and below how much of it the value is not judged. The limits in `thresholds` hold for the company's
   * own amounts all the same.
   */
  minimumVolume: closed({ of: z.string().min(1).default("count()"), atLeast: z.int().min(0) }),
};

export const KpiFile = closed({
  name: KpiName,
  label: Words,
  description: Words,
  owner: z.string().min(1),
  unit: KpiUnit,
  direction: z.enum(["up_good", "down_good", "neither"]),
  cadence: z.array(Cadence).min(1),
  ...formulas,
  /** Columns of the table: the KPI is also computed for each of their values. */
  dimensions: z.array(z.string()).default([]),
  /** Whether the values of a dimension's segments add up to the whole. */
  additive: z.boolean(),
  /** Movements smaller than any of these matter to nobody. `absolute` is in the KPI's unit. */
  materiality: closed({ percent: z.number().min(0), absolute: z.number().min(0).optional() }),
  thresholds: z.array(Threshold).default([]),
  /** Days from the first known day on in which values mislead, because the past is missing. They are computed, not judged. */
  learningDays: z.int().min(0).max(365).default(0),
  tests: z.array(KpiTest).min(1),
  /** Rules that judge it instead of the learned detectors. */
  detection: Detection.optional(),
});
export type KpiFile = z.infer<typeof KpiFile>;

/** A KPI as the pipeline uses it: names are resolved, and the filter is part of every aggregate. */
export interface Kpi extends Omit<KpiFile, keyof typeof formulas> {
  readonly source: SourceName;
  /** As it was written, for people. */
  readonly formulaText: string;
  /** The whole formula; `numerator` and `denominator` are its sides if it is a division. */
  readonly formula: Node;
  readonly numerator: Node;
  readonly denominator: Node | undefined;
  readonly volume: Node;
  readonly minimumVolume: number;
}
