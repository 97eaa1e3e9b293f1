import { z } from "zod";
import { Cadence } from "../kpis/kpi.ts";
import { sha256Of } from "../sha256.ts";

/*
 * What the stage analyze concludes, publish serves, predict answers, and pages and alerts show. A row of
 * `insights.findings` holds the same fields in snake case.
 */

/** A value of a KPI: the keys of `metrics.kpi_values`. Dimension and segment are `all` for the whole company. */
export const Place = z.strictObject({
  kpi: z.string(),
  cadence: Cadence,
  /** The first day of the period. Weeks start on Monday. */
  period: z.iso.date(),
  dimension: z.string(),
  segment: z.string(),
});
export type Place = z.infer<typeof Place>;

/**
 * point: one period stands out. shift: the level moved and stayed. trend: a slow rise or fall. threshold: a limit that
 * the KPI's YAML sets was crossed. rule: a rule of the KPI's `detection` block fired.
 */
export const FindingKind = z.enum(["point", "shift", "trend", "threshold", "rule"]);
export type FindingKind = z.infer<typeof FindingKind>;

export const Detector = z.enum(["zscore", "iqr", "cusum", "mann_kendall", "threshold"]);
export type Detector = z.infer<typeof Detector>;

export const Direction = z.enum(["up", "down"]);
export type Direction = z.infer<typeof Direction>;

export const Severity = z.enum(["low", "medium", "high", "critical"]);
export type Severity = z.infer<typeof Severity>;

/** One KPI that moved. */
export const Movement = Place.extend({
  kind: FindingKind,
  direction: Direction,
  actual: z.number(),
  expected: z.number(),
  /** Normal values lie between these two, 95 % of them. Null where a fixed rule judged. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** In robust standard deviations of the forecast error; for other kinds, the detector's own statistic. */
  score: z.number(),
  /** How often a finding like this is right, in percent, as measured on injected anomalies. */
  confidence: z.number().min(0).max(100),
  /** The detectors that agree, of those that were asked. */
  detectors: z.array(Detector),
  asked: z.int().min(1),
  /** actual − expected in the base currency; null if the KPI has no amount of money behind it. */
  money: z.number().nullable(),
  /** The first period of the shift or the trend; the period itself for the other kinds. */
  since: z.iso.date(),
  severity: Severity,
});
export type Movement = z.infer<typeof Movement>;

/** `withdrawn`: corrected or late files have shown that it is none. It is kept, and opens again if they are corrected again. */
export const FindingState = z.enum(["open", "withdrawn"]);
export type FindingState = z.infer<typeof FindingState>;

/** One story: the KPI that tells most about it, and those that moved with it. */
export const Finding = Movement.extend({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  also: z.array(Movement),
  state: FindingState,
});
export type Finding = z.infer<typeof Finding>;

/** The same place and kind have the same id in every run. */
export const findingId = ({ kpi, cadence, period, dimension, segment }: Place, kind: FindingKind): string =>
  sha256Of(JSON.stringify([kpi, cadence, period, dimension, segment, kind])).slice(0, 16);
