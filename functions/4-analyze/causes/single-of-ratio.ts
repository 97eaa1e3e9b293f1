import { approximate, type Nano, nano, nearestNano, total } from "../../../shared/decimal.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import type { Cube } from "./cube.ts";
import type { Part } from "./parts.ts";
import type { Cubes } from "./read-cube.ts";
import { type SingleDimension, singleDimensions } from "./single.ts";

interface Sides {
  readonly numerator: Nano;
  readonly denominator: Nano;
}

/** A ratio of which single orders, customers or products can be taken away. */
export interface Removable {
  readonly upper: Cube;
  readonly now: Sides;
  readonly kinds: readonly SingleDimension[];
  /** What a member adds to the denominator. */
  below(kind: SingleDimension, value: string): Nano;
}

/** Lines add up to both sides. */
export const removableFrom = ({ upper, lower }: Cubes): Removable | undefined =>
  lower && {
    upper,
    now: { numerator: nowOf(upper), denominator: nowOf(lower) },
    kinds: singleDimensions,
    below: (kind, value) => nowOf(lower, kind, value),
  };

/** What a denominator counts, if it counts orders or customers: each of them is one of it. */
export const countedIn = ({ denominator }: Kpi): "order" | "customer" | undefined => {
  if (denominator?.kind !== "total" || denominator.name !== "count_distinct") return undefined;
  const { of } = denominator;
  if (of?.kind !== "name") return undefined;
  return of.name === "invoice_no" ? "order" : of.name === "customer_id" ? "customer" : undefined;
};

/** Lines add up to the numerator alone. An order or customer without any of it is not counted below it, either. */
export const removableCounted = (upper: Cube, kind: "order" | "customer", now: Sides): Removable => ({
  upper,
  now,
  kinds: [kind],
  below: (_, value) => (nowOf(upper, kind, value) === 0n ? 0n : nano("1")),
});

export const ratioOf = ({ numerator, denominator }: Sides): Nano | null =>
  denominator > 0n ? nearestNano(approximate(numerator) / approximate(denominator)) : null;

/** The ratio is compared with what it would be without one order, customer or product. */
export const findSingleOfRatio = (removable: Removable, change: Nano): Part | undefined => {
  const { upper, now: whole, kinds, below } = removable;
  const now = ratioOf(whole);
  if (now === null || change === 0n) return undefined;
  const found = kinds
    .flatMap((kind) => membersOf(upper, kind).map((value) => ({ kind, value })))
    .flatMap(({ kind, value }) => {
      const without = ratioOf({
        numerator: whole.numerator - nowOf(upper, kind, value),
        denominator: whole.denominator - below(kind, value),
      });
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

export const membersOf = (cube: Cube, dimension: string): readonly string[] => {
  const index = cube.dimensions.indexOf(dimension);
  return [...new Set(cube.cells.map(({ members }) => members[index] ?? ""))]
    .filter((value) => value !== "")
    .sort();
};

export const nowOf = (cube: Cube, dimension?: string, value?: string): Nano => {
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
