import type { Severity } from "../../shared/insights/finding.ts";

/** Who is told that something is critical drops other work: an alarm that is wrong more often than one time in five is not. */
const leastForCritical = 80;

/** From how much on, as a share of what the whole company was expected to have, weighed by the confidence. */
const steps: readonly (readonly [Severity, number])[] = [
  ["critical", 0.4],
  ["high", 0.15],
  ["medium", 0.05],
];

interface Weighed {
  readonly actual: number;
  readonly expected: number;
  readonly confidence: number;
  /** The segment's part of the company, by volume; 1 for the company. */
  readonly part: number;
}

export const severityOf = ({ actual, expected, confidence, part }: Weighed): Severity => {
  const change = expected === 0 ? 1 : Math.min(1, Math.abs(actual / expected - 1));
  const weight = change * part * (confidence / 100);
  const severity = steps.find(([, from]) => weight >= from)?.[0] ?? "low";
  return severity === "critical" && confidence < leastForCritical ? "high" : severity;
};
