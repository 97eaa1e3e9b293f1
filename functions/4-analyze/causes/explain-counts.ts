import { nearestNano } from "../../../shared/decimal.ts";
import type { Driver } from "../../../shared/insights/explanation.ts";
import { asDrivers, type Part } from "./parts.ts";
import { median, robustSpread } from "./statistics.ts";

/** A segment's value now and in each window. */
export interface CountedSegment {
  readonly dimension: string;
  readonly segment: string;
  readonly actual: number;
  readonly before: readonly number[];
}

const mostSegments = 5;
const leastZ = 2;
/** A segment of fewer says nothing: two orders more are chance. */
const leastCount = 5;
const mostSurprise = 5;

/** The change, times a limited surprise: as rises are ranked. */
const sizeOf = ({
  actual,
  expected,
  z,
}: {
  readonly actual: number;
  readonly expected: number;
  readonly z: number;
}) => Math.abs(actual - expected) * Math.min(Math.abs(z), mostSurprise);

/**
 * Segments of a KPI that cannot be added up, such as distinct customers: one customer who buys in two categories would
 * count twice. Each is compared with its usual part of the whole; none has a contribution.
 */
export const explainCounts = (
  whole: Pick<CountedSegment, "actual" | "before">,
  segments: readonly CountedSegment[],
  change: number,
): { readonly drivers: readonly Driver[]; readonly verdict: "segments" | "spread" } => {
  const direction = Math.sign(change);
  const parts = segments
    .map((segment) => {
      const shares = segment.before.flatMap((value, window) => {
        const all = whole.before[window] ?? 0;
        return all > 0 ? [value / all] : [];
      });
      const expected = whole.actual * median(shares);
      const spread = Math.max(whole.actual * robustSpread(shares), Math.sqrt(Math.max(expected, 1)));
      return { ...segment, expected, z: (segment.actual - expected) / spread };
    })
    .filter(({ actual, expected }) => Math.max(actual, expected) >= leastCount)
    .filter(({ z }) => Math.sign(z) === direction && Math.abs(z) >= leastZ)
    .sort((left, right) => sizeOf(right) - sizeOf(left))
    .slice(0, mostSegments)
    .map(
      ({ dimension, segment, actual, expected, z }): Part => ({
        kind: "segment",
        where: [{ dimension, value: segment }],
        actual: nearestNano(actual),
        expected: nearestNano(expected),
        contribution: null,
        z,
      }),
    );
  return { drivers: asDrivers("segments", parts, 0n), verdict: parts.length > 0 ? "segments" : "spread" };
};
