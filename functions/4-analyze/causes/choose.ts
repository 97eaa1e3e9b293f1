import type { Segment } from "./cube.ts";
import { type MeasuredSegment, rankSegments, type Standing, type ToRank, type View } from "./score.ts";

export interface ChoiceSettings {
  readonly most: number;
  /** A segment that explains less of the change than this is left to the rest. */
  readonly leastShare: number;
  /** Below this many standard deviations a segment moved as it always does. */
  readonly leastZ: number;
  /** A child with this much of its parent is the parent. */
  readonly parentShare: number;
}

export const usualChoice: ChoiceSettings = { most: 5, leastShare: 0.05, leastZ: 2, parentShare: 0.9 };

/**
 * The best segment, then the best of what it leaves, and so on: no line is in two of them. A chosen segment holds only the
 * cells that were left.
 */
export const chooseSegments = (
  view: View,
  segments: readonly Segment[],
  toRank: ToRank,
  choice = usualChoice,
): readonly Standing[] => {
  const { actual, usual } = toRank.market;
  const least = choice.leastShare * Math.abs(actual - usual);
  const chosen: Standing[] = [];
  let left = segments;
  while (chosen.length < choice.most) {
    const ranked = rankSegments(view, left, toRank).filter(
      (standing) =>
        Math.abs(standing.z) >= choice.leastZ && Math.abs(standing.actual - standing.expected) >= least,
    );
    const [best] = ranked;
    if (!best) break;
    const taken = parentOf(best, ranked, choice.parentShare) ?? best;
    chosen.push(taken);
    left = withoutCells(left, new Set(taken.segment.cells));
  }
  return chosen;
};

/** The widest segment of one dimension of which the child is nearly all: it says the same in fewer words. */
const parentOf = (child: Standing, ranked: readonly Standing[], share: number): Standing | undefined =>
  child.segment.where.length === 1
    ? undefined
    : ranked
        .filter((parent) => parent.segment.where.length === 1 && isNearlyAllOf(child, parent, share))
        .sort((left, right) => right.expected - left.expected)[0];

type Figures = Pick<MeasuredSegment, "segment" | "actual" | "expected">;

/** The child has this much of its parent, of what came and of what was expected: which of them moved, no figure can tell. */
export const isNearlyAllOf = (child: Figures, parent: Figures, share = usualChoice.parentShare): boolean =>
  contains(parent.segment, child.segment) &&
  child.expected >= share * parent.expected &&
  child.actual >= share * parent.actual;

const contains = (parent: Segment, child: Segment): boolean =>
  parent.where.every(({ dimension, value }) =>
    child.where.some((member) => member.dimension === dimension && member.value === value),
  );

const withoutCells = (segments: readonly Segment[], taken: ReadonlySet<number>): readonly Segment[] =>
  segments
    .map(({ where, cells }) => ({ where, cells: cells.filter((cell) => !taken.has(cell)) }))
    .filter(({ cells }) => cells.length > 0);
