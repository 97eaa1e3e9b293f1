import { approximate, type Nano, total } from "../../../shared/decimal.ts";
import type { Driver } from "../../../shared/insights/explanation.ts";
import type { Cube } from "./cube.ts";
import { type MixAndRate, type RatioPart, splitByMixAndRate } from "./mix-rate.ts";
import { driversWithRest, type Part } from "./parts.ts";
import type { Cubes } from "./read-cube.ts";
import { singleDimensions } from "./single.ts";
import { findSingleOfRatio, membersOf, nowOf, type Removable, ratioOf } from "./single-of-ratio.ts";

/** The parts of one dimension, and both sides of the whole. */
export interface RatioDimension {
  readonly dimension: string;
  readonly parts: readonly RatioPart[];
}

export interface RatioExplanation {
  readonly drivers: readonly Driver[];
  readonly verdict: "single" | "segments" | "not_in_data" | "not_divisible";
}

/**
 * Why a ratio changed: one order, customer or product without which it would not have; then, of the dimension that tells
 * most, what its segments' weights (mix) and their own ratios (rate) changed. The earlier ratio is that of all windows
 * together: a mean of ratios would give a slow day the weight of a busy one.
 */
export const explainRatio = (
  whole: Omit<RatioPart, "name">,
  dimensions: readonly RatioDimension[],
  { actual, expected }: { readonly actual: Nano; readonly expected: Nano },
  removable?: Removable,
): RatioExplanation => {
  const change = actual - expected;
  const single = removable && findSingleOfRatio(removable, change);
  const splits = dimensions.flatMap(({ dimension, parts }) => {
    const split = splitByMixAndRate(parts, whole);
    return split && split.length > 1
      ? [{ dimension, parts: effectsOf(dimension, parts, split, change) }]
      : [];
  });
  const best = splits.toSorted(
    (left, right) => closest(right.parts, change) - closest(left.parts, change),
  )[0];
  if (single) return { drivers: driversWithRest("segments", [single], change), verdict: "single" };
  if (!best) return { drivers: [], verdict: "not_divisible" };
  if (best.parts.length === 0) return { drivers: [], verdict: "not_in_data" };
  return { drivers: driversWithRest("mix_rate", best.parts, change), verdict: "segments" };
};

const mostEffects = 5;
const leastPart = 0.05;

const effectsOf = (
  dimension: string,
  parts: readonly RatioPart[],
  split: readonly MixAndRate[],
  change: Nano,
): readonly Part[] =>
  split
    .flatMap(({ name, mix, rate }) => {
      const part = parts.find((each) => each.name === name);
      const where = [{ dimension, value: name }];
      const values = {
        actual: part ? ratioOf(part.now) : null,
        expected: part ? ratioOf(part.before) : null,
      };
      return [
        { kind: "mix" as const, where, ...values, contribution: mix, z: null },
        { kind: "rate" as const, where, ...values, contribution: rate, z: null },
      ];
    })
    .filter(
      ({ contribution }) => Math.abs(approximate(contribution)) >= leastPart * Math.abs(approximate(change)),
    )
    .filter(({ contribution }) => contribution !== 0n)
    .sort(
      (left, right) => Math.abs(approximate(right.contribution)) - Math.abs(approximate(left.contribution)),
    )
    .slice(0, mostEffects);

/** 1 if one effect is the whole change, less if it is a part or a multiple of it that another one takes back. */
const closest = (parts: readonly Part[], change: Nano): number =>
  Math.max(
    0,
    ...parts
      .map(({ contribution }) => approximate(contribution ?? 0n) / approximate(change))
      .map((part) => (part > 1 ? 1 / part : part)),
  );

/** Each dimension of the cubes that is a part of the business, with its sides now and in all windows together. */
export const ratioDimensions = ({ upper, lower }: Cubes): readonly RatioDimension[] =>
  upper.dimensions
    .filter((name) => !singleDimensions.some((single) => single === name))
    .map((dimension) => ({
      dimension,
      parts: membersOf(upper, dimension).map((name) => ({
        name,
        now: {
          numerator: nowOf(upper, dimension, name),
          denominator: lower ? nowOf(lower, dimension, name) : 0n,
        },
        before: {
          numerator: beforeOf(upper, dimension, name),
          denominator: lower ? beforeOf(lower, dimension, name) : 0n,
        },
      })),
    }));

const beforeOf = (cube: Cube, dimension: string, value: string): Nano => {
  const index = cube.dimensions.indexOf(dimension);
  return total(
    cube.cells.filter(({ members }) => members[index] === value).flatMap(({ exact }) => exact.before),
  );
};
