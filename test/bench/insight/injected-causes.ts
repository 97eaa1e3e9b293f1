import {
  type Cell,
  type Cube,
  listSegments,
  type Segment,
} from "../../../functions/4-analyze/causes/cube.ts";
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
  readonly cube: Cube;
  readonly segments: readonly Segment[];
  readonly truth: Segment;
}

const windowDays = 5;
const windowsBefore = 7;
const shares = { least: 0.03, most: 0.5 };

export interface Retail {
  readonly days: readonly (readonly RetailLine[])[];
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
  return { days, cap, lineValue };
};

/** Changes a random segment of 3 to 50 % of the sales in a random window of five open days, with 35 open days before it. */
export const injectCause = (retail: Retail, kind: CauseKind, random: () => number): InjectedCause => {
  for (;;) {
    const first = windowDays * windowsBefore;
    const start = first + Math.floor(random() * (retail.days.length - first - windowDays + 1));
    const untouched = cubeAt(retail, start, () => 1);
    const segments = listSegments(untouched);
    const sum = (cells: readonly number[]) =>
      cells.reduce((all, cell) => all + usual(untouched.cells[cell]), 0);
    const all = sum([...untouched.cells.keys()]);
    const fit = segments.filter(({ where, cells }) => {
      const share = sum(cells) / all;
      return where.length === kind.dimensions && share >= shares.least && share <= shares.most;
    });
    const truth = fit[Math.floor(random() * fit.length)];
    if (!truth) continue;
    const changed = cubeAt(retail, start, (members) => (isIn(truth, members) ? kind.factor : 1));
    return { cube: changed, segments, truth };
  }
};

const usual = (cell: Cell | undefined): number =>
  (cell?.capped.before ?? []).reduce((sum, value) => sum + value, 0);

const isIn = ({ where }: Segment, members: readonly string[]): boolean =>
  where.every(
    ({ dimension, value }) => members[retailDimensions.findIndex((name) => name === dimension)] === value,
  );

/** The cube of the five days from `start` on, after a change of their lines. */
const cubeAt = (
  { days, cap, lineValue }: Retail,
  start: number,
  factor: (members: readonly string[]) => number,
): Cube => {
  const cells = new Map<string, { members: readonly string[]; actual: number; before: number[] }>();
  const cellOf = (members: readonly string[]) => {
    const key = members.join("\n");
    const known = cells.get(key);
    if (known) return known;
    const fresh = { members, actual: 0, before: Array.from({ length: windowsBefore }, () => 0) };
    cells.set(key, fresh);
    return fresh;
  };
  for (let day = start - windowsBefore * windowDays; day < start + windowDays; day++) {
    const window = Math.floor((start - day - 1) / windowDays);
    for (const { members, amount } of days[day] ?? []) {
      const cell = cellOf(members);
      if (day >= start) cell.actual += Math.min(amount * factor(members), cap);
      else cell.before[window] = (cell.before[window] ?? 0) + Math.min(amount, cap);
    }
  }
  return {
    dimensions: retailDimensions,
    lineValue,
    cells: [...cells.values()].map(({ members, actual, before }) => ({
      members,
      exact: { actual: 0n, before: [] },
      capped: { actual, before },
    })),
  };
};
