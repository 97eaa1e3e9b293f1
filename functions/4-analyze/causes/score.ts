import type { Cube, Segment, Windows } from "./cube.ts";
import { median, robustSpread, weightedMedian } from "./statistics.ts";

/** Chosen on one half of the injected causes of `npm run bench:insight`, and scored on the other. */
export interface RankingSettings {
  /** A segment with less of the business than this is dust, whatever its z. */
  readonly leastShare: number;
  /** Noise counts by this power: 1 would hide every noisy segment, 0 would trust them all. */
  readonly noisePower: number;
  /** The least noise of a segment, as a part of what is expected of it: seven windows that agree by chance show too little. */
  readonly leastNoise: Readonly<Record<Direction, number>>;
  /** Surprise beyond this many standard deviations counts no more: the size of the change decides. */
  readonly mostSurprise: number;
}

export const usualRanking: RankingSettings = {
  leastShare: 0.01,
  noisePower: 0.25,
  leastNoise: { drop: 0.1, rise: 0.2 },
  mostSurprise: 3,
};

/** A segment against what the market lets one expect of it. */
export interface Standing {
  readonly segment: Segment;
  readonly actual: number;
  /** The segment's usual part of the business, of the level that the rest of the business shows. */
  readonly expected: number;
  /** In standard deviations of the windows before. */
  readonly z: number;
  readonly score: number;
}

export type Direction = "drop" | "rise";

/** What segments are measured by: capped values to rank them, exact ones to report them. */
export type View = Windows<Float64Array>;

export const cappedView = ({ cells }: Cube): View => viewOf(cells.map(({ capped }) => capped));

export const viewOf = (cells: readonly Windows<number>[]): View => ({
  actual: Float64Array.from(cells, ({ actual }) => actual),
  before: (cells[0]?.before ?? []).map((_, window) =>
    Float64Array.from(cells, ({ before }) => before[window] ?? 0),
  ),
});

export interface Market {
  /** What the whole business would have come to, had every segment moved like the typical one. */
  readonly level: number;
  readonly actual: number;
  readonly usual: number;
  /** The whole business in each window before. */
  readonly before: readonly number[];
}

/** A level beyond these is no market: the cause is so large that it moves the median. */
const levelLimits = { least: 0.5, most: 2 };

/**
 * Each segment of one dimension tells a level: its value by its usual part. Their weighted median is the market's: a
 * cause moves few of them, so it hardly moves the median; a good or bad day moves them all.
 */
export const measureMarket = (view: View, segments: readonly Segment[]): Market => {
  const actual = sumOf(view.actual);
  const before = view.before.map(sumOf);
  const usual = median(before);
  const levels = segments
    .filter(({ where }) => where.length === 1)
    .map(({ cells }) => ({ actual: sumAt(view.actual, cells), share: median(sharesOf(view, cells, before)) }))
    .filter(({ share }) => share > 0)
    .map((segment) => ({ value: segment.actual / segment.share, weight: segment.share }));
  const level = weightedMedian(levels) ?? actual;
  const limited = Math.min(Math.max(level, levelLimits.least * usual), levelLimits.most * usual);
  return { level: usual > 0 ? limited : actual, actual, usual, before };
};

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

export const sumAt = (values: Float64Array, cells: readonly number[]): number => {
  let sum = 0;
  for (const cell of cells) sum += values[cell] ?? 0;
  return sum;
};

/** The segment's part of the business in each window. A window without business tells nothing. */
const sharesOf = (view: View, cells: readonly number[], before: readonly number[]): readonly number[] =>
  before.flatMap((whole, window) => {
    const values = view.before[window];
    return values && whole > 0 ? [sumAt(values, cells) / whole] : [];
  });

/** The part of the business that these cells usually are. */
export const shareOf = (view: View, cells: readonly number[], { before }: Market): number =>
  median(sharesOf(view, cells, before));

/** Compared by parts of the business, the noise that all segments share has no say. */
export const expectedOf = (view: View, cells: readonly number[], market: Market): number =>
  market.level * shareOf(view, cells, market);

/** A segment's figures, before it is decided what they are worth. */
export interface MeasuredSegment {
  readonly segment: Segment;
  readonly actual: number;
  readonly expected: number;
  /** How much windows differ, in the KPI's unit. */
  readonly spread: number;
}

export const measureSegments = (
  view: View,
  segments: readonly Segment[],
  market: Market,
): readonly MeasuredSegment[] =>
  segments.map((segment) => {
    const shares = sharesOf(view, segment.cells, market.before);
    return {
      segment,
      actual: sumAt(view.actual, segment.cells),
      expected: market.level * median(shares),
      spread: market.level * robustSpread(shares),
    };
  });

/** Every segment that moved in the direction and is no dust, the best explanation first. Ties keep their order. */
export const rankMeasured = (
  measured: readonly MeasuredSegment[],
  { market, direction, lineValue, ranking = usualRanking }: ToRank,
): readonly Standing[] =>
  measured
    .map(({ segment, actual, expected, spread }): Standing => {
      // The noise of a number of independent lines, where windows that happen to agree show none.
      const leastSpread = Math.sqrt(lineValue * Math.max(expected, lineValue));
      const noise = Math.max(spread, ranking.leastNoise[direction] * expected, leastSpread);
      const z = (actual - expected) / noise;
      const fits = direction === "drop" ? actual < expected : actual > expected;
      const score = fits ? scores[direction]({ actual, expected, noise, z, lineValue }, ranking) : 0;
      return { segment, actual, expected, z, score };
    })
    .filter(({ score, actual, expected }) => score > 0 && isSizeable({ actual, expected }, market, ranking))
    .sort((left, right) => right.score - left.score);

export const rankSegments = (view: View, segments: readonly Segment[], toRank: ToRank): readonly Standing[] =>
  rankMeasured(measureSegments(view, segments, toRank.market), toRank);

export interface ToRank {
  readonly market: Market;
  readonly direction: Direction;
  /** The value of a usual line: less than one line is no signal. */
  readonly lineValue: number;
  readonly ranking?: RankingSettings;
}

const isSizeable = (
  { actual, expected }: Pick<Standing, "actual" | "expected">,
  market: Market,
  { leastShare }: RankingSettings,
): boolean => expected >= leastShare * market.level || actual >= leastShare * market.actual;

interface Measured extends Pick<Standing, "actual" | "expected" | "z"> {
  readonly noise: number;
  readonly lineValue: number;
}

/**
 * Kulldorff's scan statistic for drops, which a few bulk lines cannot imitate: the log likelihood ratio of the segment's
 * own rate against the expected one, damped by the overdispersion of the segment. For rises, which bulk lines do imitate,
 * the size of the change times a limited surprise finds more causes (measured in `npm run bench:insight`).
 */
const scores: Readonly<Record<Direction, (measured: Measured, settings: RankingSettings) => number>> = {
  drop: ({ actual, expected, noise, lineValue }, { noisePower }) => {
    const [came, usual] = [Math.max(actual, 0), Math.max(expected, lineValue)];
    const ratio = came === 0 ? usual : came * Math.log(came / usual) + usual - came;
    const overdispersion = Math.max(noise ** 2 / usual, lineValue);
    return ratio / overdispersion ** noisePower;
  },
  rise: ({ actual, expected, z }, { mostSurprise }) => (actual - expected) * Math.min(z, mostSurprise),
};
