import type { Segment } from "../../../functions/4-analyze/causes/cube.ts";
import type { View } from "../../../functions/4-analyze/causes/score.ts";
import { meanOf, type Ranking } from "./plain-rankings.ts";

const settings = { risk: 0.5, leastPower: 0.02, removed: 5 };

/**
 * RiskLoc (Kalander 2022, arXiv:2205.10004), written after its authors' code, with their settings. It searches one
 * dimension and then two, because no injected cause has more.
 */
export const riskLoc: Ranking = (view, segments) => {
  const leaves = leavesOf(view);
  const abnormal = [...leaves.keys()].filter((cell) => leaves[cell]?.isAbnormal === true);
  const direction = Math.sign(powerOf(leaves, abnormal)) || 1;
  const leastPower = settings.leastPower * direction * powerOf(leaves, abnormal);
  const found: Segment[] = [];
  const gone = new Set<number>();
  for (;;) {
    const left = segments.map(({ where, cells }) => ({
      where,
      cells: cells.filter((cell) => !gone.has(cell)),
    }));
    const still = abnormal.filter((cell) => !gone.has(cell));
    if (direction * powerOf(leaves, still) < leastPower) break;
    const next = [1, 2]
      .map((layer) =>
        searchLayer(
          left.filter(({ where }) => where.length === layer),
          leaves,
          direction,
          leastPower,
        ),
      )
      .find((segment) => segment !== undefined);
    if (!next || next.cells.length === 0) break;
    found.push(next);
    for (const cell of next.cells) gone.add(cell);
  }
  return found;
};

interface Leaf {
  readonly actual: number;
  readonly expected: number;
  /** 2 (expected − actual) / (expected + actual). */
  readonly deviation: number;
  readonly power: number;
  readonly isAbnormal: boolean;
  readonly weight: number;
}

const leavesOf = (view: View): readonly Leaf[] => {
  const mean = meanOf(view);
  const plain = [...view.actual].map((actual, cell) => {
    const expected = mean[cell] ?? 0;
    const deviation = actual + expected === 0 ? 0 : (2 * (expected - actual)) / (expected + actual);
    return { actual, expected, deviation, power: expected - actual };
  });
  const cut = cutOf(plain.map(({ deviation }) => deviation));
  return plain.map((leaf) => {
    const isAbnormal = cut >= 0 ? leaf.deviation > cut : leaf.deviation < cut;
    const distance = isAbnormal ? leaf.deviation : cut - leaf.deviation;
    const weight = leaf.actual === 0 && leaf.expected === 0 ? 0 : Math.min(1, Math.abs(distance));
    return { ...leaf, isAbnormal, weight };
  });
};

/** Deviations of normal leaves lie on both sides of zero; beyond the shorter tail, mirrored, they are abnormal. */
const cutOf = (deviations: readonly number[]): number => {
  const sorted = [...new Set(deviations)].sort((left, right) => left - right);
  const least = sorted[settings.removed] ?? 0;
  const most = sorted.at(-1 - settings.removed) ?? 0;
  return -(Math.abs(least) < Math.abs(most) ? least : most);
};

const powerOf = (leaves: readonly Leaf[], cells: readonly number[]): number =>
  cells.reduce((sum, cell) => sum + (leaves[cell]?.power ?? 0), 0);

/** Of each pair of dimensions the strongest risky element, and of these the strongest. */
const searchLayer = (
  segments: readonly Segment[],
  leaves: readonly Leaf[],
  direction: number,
  leastPower: number,
): Segment | undefined =>
  segments
    .map((segment) => ({ segment, power: direction * powerOf(leaves, segment.cells) }))
    .filter(
      ({ segment, power }) => power > leastPower && segment.cells.some((cell) => leaves[cell]?.isAbnormal),
    )
    .sort((left, right) => right.power - left.power)
    .find(({ segment }) => riskOf(segment, leaves) >= settings.risk)?.segment;

const riskOf = ({ cells }: Segment, leaves: readonly Leaf[]): number => {
  const own = cells.flatMap((cell) => leaves[cell] ?? []);
  const weightOf = (isAbnormal: boolean) =>
    own.filter((leaf) => leaf.isAbnormal === isAbnormal).reduce((sum, { weight }) => sum + weight, 0);
  const [abnormal, normal] = [weightOf(true), weightOf(false) + 1];
  return abnormal / (abnormal + normal) - rippleOf(own);
};

/** How far the leaves are from having moved alike, by how far they moved: near 0 where one cause moved all of them. */
const rippleOf = (own: readonly Leaf[]): number => {
  const both = own.filter(({ actual, expected }) => actual !== 0 && expected !== 0);
  if (both.length === 0) return 0;
  const sum = (pick: (leaf: Leaf) => number) => both.reduce((all, leaf) => all + pick(leaf), 0);
  const factor = sum(({ actual }) => actual) / sum(({ expected }) => expected);
  const apart = sum(({ actual, expected }) => {
    const alike = expected * factor;
    return Math.abs((2 * (alike - actual)) / (alike + actual));
  });
  const moved = sum(({ deviation }) => Math.abs(deviation));
  return moved === 0 ? 0 : apart / moved;
};
