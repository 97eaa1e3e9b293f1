import { type Cube, listSegments, type Segment } from "../../../functions/4-analyze/causes/cube.ts";
import { cappedView, sumAt, type View } from "../../../functions/4-analyze/causes/score.ts";
import { meanOf, sumOf } from "./plain-rankings.ts";
import { type RetailLine, retailDimensions } from "./retail-sales.ts";

/** A kind of cause: how many dimensions it has, and by what its sales are multiplied. */
export interface CauseKind {
  readonly name: string;
  readonly dimensions: 1 | 2;
  readonly factor: number;
}

export const causeKinds: readonly CauseKind[] = [
  { name: "1-D −80 %", dimensions: 1, factor: 0.2 },
  { name: "2-D −80 %", dimensions: 2, factor: 0.2 },
  { name: "1-D −50 %", dimensions: 1, factor: 0.5 },
  { name: "2-D −50 %", dimensions: 2, factor: 0.5 },
  { name: "1-D × 2", dimensions: 1, factor: 2 },
  { name: "2-D × 2.5", dimensions: 2, factor: 2.5 },
];

/** A window of real sales in which one segment was changed. */
export interface InjectedCause {
  readonly view: View;
  readonly lineValue: number;
  readonly segments: readonly Segment[];
  readonly truth: Segment;
}

const windowDays = 5;
const windowsBefore = 7;
const shares = { least: 0.03, most: 0.5 };

export interface Retail {
  readonly days: readonly (readonly RetailLine[])[];
  /** The capped sales of each day by cell. */
  readonly sums: readonly ReadonlyMap<string, number>[];
  /** The 99.8 % quantile of all lines. */
  readonly cap: number;
  readonly lineValue: number;
}

export const measureRetail = (days: Retail["days"]): Retail => {
  const amounts = days
    .flatMap((lines) => lines.map(({ amount }) => amount))
    .sort((left, right) => left - right);
  const cap = amounts[Math.floor(0.998 * amounts.length)] ?? 0;
  const lineValue = amounts.reduce((sum, amount) => sum + Math.min(amount, cap), 0) / amounts.length;
  return { days, sums: days.map((lines) => sumsOf(lines, cap)), cap, lineValue };
};

const keyOf = (members: readonly string[]): string => members.join("\n");

const sumsOf = (
  lines: readonly RetailLine[],
  cap: number,
  factor: (members: readonly string[]) => number = () => 1,
): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const { members, amount } of lines) {
    const key = keyOf(members);
    sums.set(key, (sums.get(key) ?? 0) + Math.min(amount * factor(members), cap));
  }
  return sums;
};

/**
 * Changes a random segment in a random window of five open days, with 35 open days before it. The segment is 3 to 50 % of
 * the sales, before and in the window: of what sells nothing, nothing can be lost.
 */
export const injectCause = (retail: Retail, kind: CauseKind, random: () => number): InjectedCause => {
  for (;;) {
    const first = windowDays * windowsBefore;
    const start = first + Math.floor(random() * (retail.days.length - first - windowDays + 1));
    const untouched = cubeAt(retail, start, (day) => retail.sums[day]);
    const segments = listSegments(untouched);
    const view = cappedView(untouched);
    const fit = segments.filter(
      ({ where, cells }) =>
        where.length === kind.dimensions &&
        [view.actual, meanOf(view)].every((values) => isFitting(sumAt(values, cells) / sumOf(values))),
    );
    const truth = fit[Math.floor(random() * fit.length)];
    if (!truth) continue;
    const factor = (members: readonly string[]) => (isIn(truth, members) ? kind.factor : 1);
    const changed = cubeAt(retail, start, (day) => sumsOf(retail.days[day] ?? [], retail.cap, factor));
    return { view: cappedView(changed), lineValue: retail.lineValue, segments, truth };
  }
};

const isFitting = (share: number): boolean => share >= shares.least && share <= shares.most;

const isIn = ({ where }: Segment, members: readonly string[]): boolean =>
  where.every(({ dimension, value }) => members[retailDimensions.indexOf(dimension)] === value);

/** The cube of the five days from `start` on; the cells have the same order whatever their values are. */
const cubeAt = (
  { sums, lineValue }: Retail,
  start: number,
  salesOn: (day: number) => ReadonlyMap<string, number> | undefined,
): Cube => {
  const cells = new Map<string, { actual: number; before: number[] }>();
  for (let day = start - windowsBefore * windowDays; day < start + windowDays; day++) {
    const window = Math.floor((start - day - 1) / windowDays);
    for (const [key, amount] of (day >= start ? salesOn(day) : sums[day]) ?? []) {
      const cell = cells.get(key) ?? { actual: 0, before: Array.from({ length: windowsBefore }, () => 0) };
      cells.set(key, cell);
      if (day >= start) cell.actual += amount;
      else cell.before[window] = (cell.before[window] ?? 0) + amount;
    }
  }
  return {
    dimensions: retailDimensions,
    lineValue,
    cells: [...cells].map(([key, capped]) => ({
      members: key.split("\n"),
      exact: { actual: 0n, before: [] },
      capped,
    })),
  };
};
