import { approximate, type Nano, nearestNano, total } from "../../../shared/decimal.ts";
import type { Driver } from "../../../shared/insights/explanation.ts";
import type { Cube } from "./cube.ts";
import { type MixAndRate, type RatioPart, splitByMixAndRate } from "./mix-rate.ts";
import { driversWithRest, type Part } from "./parts.ts";
import type { Cubes } from "./read-cube.ts";
import { singleDimensions } from "./single.ts";

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
  cubes?: Cubes,
): RatioExplanation => {
  const change = actual - expected;
  const single = cubes && findSingleOfRatio(cubes, change);
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

const ratioOf = ({ numerator, denominator }: RatioPart["now"]): Nano | null =>
  denominator > 0n ? nearestNano(approximate(numerator) / approximate(denominator)) : null;

/** The ratio is compared with what it would be without one order, customer or product. */
const findSingleOfRatio = ({ upper, lower }: Cubes, change: Nano): Part | undefined => {
  if (!lower || change === 0n) return undefined;
  const [numerator, denominator] = [nowOf(upper), nowOf(lower)];
  const now = ratioOf({ numerator, denominator });
  if (now === null) return undefined;
  const found = singleDimensions
    .flatMap((kind) => membersOf(upper, kind).map((value) => ({ kind, value })))
    .flatMap(({ kind, value }) => {
      const [own, below] = [nowOf(upper, kind, value), nowOf(lower, kind, value)];
      const without = ratioOf({ numerator: numerator - own, denominator: denominator - below });
      if (without === null) return [];
      const contribution = now - without;
      return [{ kind, value, without, contribution, part: approximate(contribution) / approximate(change) }];
    })
    .filter(({ part }) => part >= explaining.least && part <= explaining.most);
  const most = Math.max(0, ...found.map(({ part }) => part));
  const best = found.find(({ part }) => part >= nearly * most);
  if (!best) return undefined;
  const { kind, value, without, contribution } = best;
  const where = [{ dimension: kind, value }, ...companionsOf(upper, kind, value)];
  return { kind, where, actual: now, expected: without, contribution, z: null };
};

const explaining = { least: 0.4, most: 1.6 };
const nearly = 0.9;

const membersOf = (cube: Cube, dimension: string): readonly string[] => {
  const index = cube.dimensions.indexOf(dimension);
  return [...new Set(cube.cells.map(({ members }) => members[index] ?? ""))]
    .filter((value) => value !== "")
    .sort();
};

const nowOf = (cube: Cube, dimension?: string, value?: string): Nano => {
  const index = dimension === undefined ? -1 : cube.dimensions.indexOf(dimension);
  return total(
    cube.cells
      .filter(({ members }) => index < 0 || members[index] === value)
      .map(({ exact }) => exact.actual),
  );
};

/** The only customer or product among its lines, if there is one. */
const companionsOf = (cube: Cube, kind: string, value: string) => {
  const index = cube.dimensions.indexOf(kind);
  const cells = cube.cells.filter(({ members, exact }) => members[index] === value && exact.actual !== 0n);
  return singleDimensions
    .filter((dimension) => dimension !== kind)
    .flatMap((dimension) => {
      const at = cube.dimensions.indexOf(dimension);
      const named = new Set(cells.map(({ members }) => members[at] ?? ""));
      const [only = ""] = named;
      return named.size === 1 && only !== "" ? [{ dimension, value: only }] : [];
    });
};

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
