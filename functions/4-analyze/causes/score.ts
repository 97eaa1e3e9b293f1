import type { Cube, Segment } from "./cube.ts";
import { median, robustSpread, weightedMedian } from "./statistics.ts";

/** Chosen on one half of the injected causes of `npm run bench:insight`, and scored on the other. */
export interface RankingSettings {
  /** A segment with less of the business than this is dust, whatever its z. */
  readonly leastShare: number;
  /** Noise counts by this power: 1 would hide every noisy segment, 0 would trust them all. */
  readonly noisePower: number;
  /** Surprise beyond this many standard deviations counts no more: the size of the change decides. */
  readonly mostSurprise: number;
}

export const usualRanking: RankingSettings = { leastShare: 0.01, noisePower: 0.25, mostSurprise: 5 };

/** A segment against what the market lets one expect of it. */
export interface Standing {
  readonly segment: Segment;
  readonly actual: number;
  /** The median of the windows before, times the market factor. */
  readonly expected: number;
  /** In standard deviations of the windows before. */
  readonly z: number;
  readonly score: number;
}

export type Direction = "drop" | "rise";

export interface Market {
  /** How the typical segment moved. */
  readonly factor: number;
  /** The whole business, capped. */
  readonly actual: number;
  readonly expected: number;
}

const factorLimits = { least: 0.5, most: 2 };

/**
 * The market factor is the weighted median of actual by expected over the segments of one dimension. A cause moves few of
 * them, so it hardly moves their median; a good or bad day moves them all.
 */
export const measureMarket = (cube: Cube, segments: readonly Segment[]): Market => {
  const ratios = segments
    .filter(({ where }) => where.length === 1)
    .map((segment) => sumWindows(cube, segment.cells))
    .map(({ actual, before }) => ({ actual, usual: median(before) }))
    .filter(({ usual }) => usual > 0)
    .map(({ actual, usual }) => ({ value: actual / usual, weight: usual }));
  const all = sumWindows(cube, [...cube.cells.keys()]);
  const middle = weightedMedian(ratios) ?? 1;
  return {
    factor: Math.min(Math.max(middle, factorLimits.least), factorLimits.most),
    actual: all.actual,
    expected: median(all.before),
  };
};

const sumWindows = ({ cells }: Cube, positions: readonly number[]) => {
  let actual = 0;
  const before: number[] = [];
  for (const position of positions) {
    const windows = cells[position]?.capped;
    if (!windows) continue;
    actual += windows.actual;
    for (const [window, value] of windows.before.entries()) before[window] = (before[window] ?? 0) + value;
  }
  return { actual, before };
};

/** Every segment that moved in the direction and is no dust, the best explanation first. Ties are ordered by name. */
export const rankSegments = (
  cube: Cube,
  segments: readonly Segment[],
  market: Market,
  direction: Direction,
  settings = usualRanking,
): readonly Standing[] =>
  segments
    .map((segment) => standingOf(cube, segment, market, direction, settings))
    .filter(({ score }) => score > 0)
    .filter(
      ({ actual, expected }) =>
        expected >= settings.leastShare * market.expected || actual >= settings.leastShare * market.actual,
    )
    .sort((left, right) => right.score - left.score);

const standingOf = (
  cube: Cube,
  segment: Segment,
  market: Market,
  direction: Direction,
  settings: RankingSettings,
): Standing => {
  const { actual, before } = sumWindows(cube, segment.cells);
  const expected = market.factor * median(before);
  // The noise of a number of independent lines, where windows that happen to agree show none.
  const leastSpread = Math.sqrt(cube.lineValue * Math.max(expected, cube.lineValue));
  const spread = Math.max(robustSpread(before), leastSpread);
  const z = (actual - expected) / spread;
  const measured = { actual, expected, spread, z, unit: cube.lineValue };
  const fits = direction === "drop" ? actual < expected : actual > expected;
  const score = fits ? scores[direction](measured, settings) : 0;
  return { segment, actual, expected, z, score };
};

interface Measured {
  readonly actual: number;
  readonly expected: number;
  readonly spread: number;
  readonly z: number;
  readonly unit: number;
}

/**
 * Kulldorff's scan statistic for drops, which a few bulk lines cannot imitate: the log likelihood ratio of the segment's
 * own rate against the expected one, damped by the overdispersion of the segment. For rises, which bulk lines do imitate,
 * the size of the change times a limited surprise finds more causes (measured in `npm run bench:insight`).
 */
const scores: Readonly<Record<Direction, (measured: Measured, settings: RankingSettings) => number>> = {
  drop: ({ actual, expected, spread, unit }, { noisePower }) => {
    const [came, usual] = [Math.max(actual, 0), Math.max(expected, unit)];
    const ratio = came === 0 ? usual : came * Math.log(came / usual) + usual - came;
    const overdispersion = Math.max(spread ** 2 / usual, unit);
    return ratio / overdispersion ** noisePower;
  },
  rise: ({ actual, expected, z }, { mostSurprise }) => (actual - expected) * Math.min(z, mostSurprise),
};
