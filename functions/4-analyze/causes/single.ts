import { approximate, magnitude, type Nano, total } from "../../../shared/decimal.ts";
import type { Cell, Cube, Member } from "./cube.ts";
import { exactMedian } from "./statistics.ts";

/** Dimensions that are no parts of the business: their members are single orders, customers and products. */
export const singleDimensions = ["order", "customer", "product"] as const;
export type SingleDimension = (typeof singleDimensions)[number];

export interface Single {
  readonly kind: SingleDimension;
  /** The order, customer or product itself, then who placed the order or what it was of. */
  readonly where: readonly Member[];
  readonly actual: Nano;
  readonly expected: Nano;
}

/** It explains the change if without it 40 % of the change or more would be gone, and no more than that. */
const explaining = { least: 0.4, most: 1.6 };

/** Of an order that is nearly all of a customer's change, the order is told: it is the smaller thing to look at. */
const nearly = 0.9;

/** The order, customer or product that explains the change alone, if one does. */
export const findSingle = (cube: Cube, change: Nano): Single | undefined => {
  if (change === 0n) return undefined;
  const candidates = singleDimensions.flatMap((kind) =>
    membersOf(cube, kind).map((value) => {
      const cells = cellsOf(cube, { dimension: kind, value });
      const actual = total(cells.map(({ exact }) => exact.actual));
      const expected = exactMedian(windowTotals(cells));
      return {
        kind,
        value,
        cells,
        actual,
        expected,
        part: approximate(actual - expected) / approximate(change),
      };
    }),
  );
  const fit = candidates.filter(({ part }) => part >= explaining.least && part <= explaining.most);
  const largest = Math.max(0, ...fit.map(({ part }) => part));
  // In the order of the dimensions: an order before its customer, a customer before the product.
  const found = fit.find(({ part }) => part >= nearly * largest);
  return (
    found && {
      kind: found.kind,
      where: [{ dimension: found.kind, value: found.value }, ...companions(cube, found.kind, found.cells)],
      actual: found.actual,
      expected: found.expected,
    }
  );
};

const membersOf = (cube: Cube, dimension: SingleDimension): readonly string[] => {
  const index = cube.dimensions.indexOf(dimension);
  const named = cube.cells.map(({ members }) => members[index] ?? "").filter((value) => value !== "");
  return [...new Set(named)].sort();
};

const cellsOf = (cube: Cube, { dimension, value }: Member): readonly Cell[] => {
  const index = cube.dimensions.indexOf(dimension);
  return cube.cells.filter(({ members }) => members[index] === value);
};

const windowTotals = (cells: readonly Cell[]): readonly Nano[] => {
  const windows = cells[0]?.exact.before.length ?? 0;
  return Array.from({ length: windows }, (_, window) =>
    total(cells.map(({ exact }) => exact.before[window] ?? 0n)),
  );
};

/** The members of the other single dimensions that hold most of it, such as the customer and the product of an order. */
const companions = (cube: Cube, kind: SingleDimension, cells: readonly Cell[]): readonly Member[] =>
  singleDimensions
    .filter((dimension) => dimension !== kind)
    .flatMap((dimension) => {
      const index = cube.dimensions.indexOf(dimension);
      const sizes = new Map<string, Nano>();
      for (const { members, exact } of cells) {
        const value = members[index] ?? "";
        sizes.set(value, (sizes.get(value) ?? 0n) + exact.actual);
      }
      const all = magnitude(total([...sizes.values()]));
      const most = [...sizes].find(([value, size]) => value !== "" && 10n * magnitude(size) >= 9n * all);
      return most ? [{ dimension, value: most[0] }] : [];
    });

/** The cube without the lines of one member. */
export const withoutMember = (cube: Cube, { dimension, value }: Member): Cube => {
  const index = cube.dimensions.indexOf(dimension);
  return { ...cube, cells: cube.cells.filter(({ members }) => members[index] !== value) };
};

/** The cube without the single dimensions: what is left are parts of the business. */
export const businessOnly = (cube: Cube): Cube => {
  const kept = cube.dimensions.flatMap((dimension, index) =>
    singleDimensions.some((single) => single === dimension) ? [] : [{ dimension, index }],
  );
  return {
    ...cube,
    dimensions: kept.map(({ dimension }) => dimension),
    cells: cube.cells.map((cell) => ({
      ...cell,
      members: kept.map(({ index }) => cell.members[index] ?? ""),
    })),
  };
};
