import type { Detector, Severity } from "../../../shared/insights/finding.ts";

/** What a fixed rule says of one period. */
export interface FoundByRule {
  readonly period: string;
  readonly actual: number;
  readonly expected: number;
  readonly detectors: readonly Detector[];
  readonly severity: Severity;
  /** 0 to 1. */
  readonly confidence: number;
  /** The rule's own statistic: a z-score, a distance in interquartile ranges, the trend's z. */
  readonly statistic: number;
}

export interface PeriodValue {
  readonly period: string;
  readonly lastDay: string;
  readonly value: number;
}

/** No rule is surer of itself than this. */
export const mostConfident = 0.99;

/** The severity of the highest step that the size reaches. */
export const severityAt = (
  size: number,
  steps: readonly (readonly [from: number, severity: Severity])[],
): Severity => steps.findLast(([from]) => size >= from)?.[1] ?? "low";
