import type { Segment } from "../../../functions/4-analyze/causes/cube.ts";
import { type Direction, sumAt, type View } from "../../../functions/4-analyze/causes/score.ts";
import { median } from "../../../functions/4-analyze/causes/statistics.ts";

/** Segments, the most likely cause first. */
export type Ranking = (view: View, segments: readonly Segment[], direction: Direction) => readonly Segment[];

const byScore = (segments: readonly Segment[], score: (segment: Segment) => number): readonly Segment[] =>
  segments
    .map((segment) => ({ segment, score: score(segment) }))
    .filter((each) => each.score > 0)
    .sort((left, right) => right.score - left.score)
    .map(({ segment }) => segment);

const sign = (direction: Direction): number => (direction === "drop" ? -1 : 1);

/** What drill-downs of dashboards do: this period less the one before (chaos_genius, ThirdEye). */
export const byPreviousWindow: Ranking = ({ actual, before }, segments, direction) =>
  byScore(segments, ({ cells }) => {
    const previous = before[0];
    return previous ? sign(direction) * (sumAt(actual, cells) - sumAt(previous, cells)) : 0;
  });

export const byExpected: Ranking = ({ actual, before }, segments, direction) =>
  byScore(segments, ({ cells }) => {
    const expected = median(before.map((window) => sumAt(window, cells)));
    return sign(direction) * (sumAt(actual, cells) - expected);
  });

interface Element {
  readonly segment: Segment;
  /** Its part of the whole change. */
  readonly power: number;
  readonly surprise: number;
}

const leastPower = 0.1;
const enoughPower = 0.1;

/**
 * Adtributor (Bhagwan et al., NSDI 2014), with its authors' thresholds: in each dimension the most surprising elements
 * until they explain enough, then the dimensions by their surprise. Pairs are dimensions, too.
 */
export const adtributor: Ranking = (view, segments) => {
  const mean = meanOf(view);
  const [actual, expected] = [sumOf(view.actual), sumOf(mean)];
  const elements = segments.map((segment): Element => {
    const [came, usual] = [sumAt(view.actual, segment.cells), sumAt(mean, segment.cells)];
    return {
      segment,
      power: (came - usual) / (actual - expected),
      surprise: surpriseOf(usual / expected, came / actual),
    };
  });
  const dimensions = Map.groupBy(elements, ({ segment }) =>
    segment.where.map(({ dimension }) => dimension).join(),
  );
  return [...dimensions.values()]
    .map((all) => {
      const likely = all
        .filter(({ power }) => power > leastPower)
        .sort((left, right) => right.surprise - left.surprise);
      let explained = 0;
      const taken = likely.filter(({ power }) => {
        const isNeeded = explained <= enoughPower;
        explained += power;
        return isNeeded;
      });
      return { taken, explained, surprise: taken.reduce((sum, { surprise }) => sum + surprise, 0) };
    })
    .filter(({ explained }) => explained > enoughPower)
    .sort((left, right) => right.surprise - left.surprise)
    .flatMap(({ taken }) => taken.map(({ segment }) => segment));
};

/** The Jensen-Shannon divergence of one element. */
const surpriseOf = (usual: number, came: number): number => {
  const term = (own: number) => (own > 0 ? own * Math.log((2 * own) / (usual + came)) : 0);
  return 0.5 * (term(usual) + term(came));
};

export const meanOf = ({ actual, before }: View): Float64Array =>
  actual.map((_, cell) => before.reduce((sum, window) => sum + (window[cell] ?? 0), 0) / before.length);

export const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
