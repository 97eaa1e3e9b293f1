import { dayOf } from "../../shared/dates.ts";
import type { Table } from "../../shared/learning/table.ts";

/** Rows to fit on, rows for early stopping and rows to score, always in this order of time. */
export interface FoldPlan {
  readonly role: "validation" | "holdout";
  /** Every row whose outcome was known on the first day of the test. */
  readonly known: Uint32Array;
  /** The same rows in two parts for families that stop early: rows to fit on, and later rows that decide when to stop. */
  readonly fit: Uint32Array;
  readonly tuning: Uint32Array;
  readonly test: Uint32Array;
}

export interface FoldSettings {
  /** Validation folds before the holdout. */
  readonly folds: number;
  /** A test consists of the as-of dates of this many days. */
  readonly testDays: number;
  /** The fewest days of a test when the history is short. */
  readonly leastTestDays?: number;
  /** Days of the holdout, if they differ from the other tests. */
  readonly holdoutDays?: number;
  /** Days from one test to the next; fewer if the history is short. */
  readonly stepDays: number;
  /** A fit on fewer rows is meaningless. */
  readonly leastRows: number;
}

export type FoldPlans = ReturnType<typeof planFolds>;

/** Not a fault: the task waits until the company has more history. */
export class TooFewRows extends Error {
  override readonly name = "TooFewRows";
}

/** Rolling origins, backwards from the newest completed window. The newest is the holdout, the earlier ones validate. */
export const planFolds = (table: Table, settings: FoldSettings) => {
  const time = timesIn(table);
  const days = [...new Set(time.rows.map((row) => time.asOf[row] ?? 0))].sort((a, b) => a - b);
  for (const share of shares) {
    const tests = shrunk(settings, share);
    const starts = testStarts(days, tests);
    const plans = starts?.map(({ from, to }, index) => planOne(time, from, to, index === 0, tests));
    const [holdout, ...validation] = plans ?? [];
    if (holdout && plans?.every(({ fit }) => fit.length >= settings.leastRows))
      return { validation: validation.reverse(), holdout };
  }
  const { leastTestDays: apart = settings.testDays } = settings;
  throw new TooFewRows(
    `it needs ${settings.folds + 1} dates to test on, ${apart} day${apart === 1 ? "" : "s"} or more apart, the first of them after ${settings.leastRows} rows whose outcome was known by then; there are ${time.rows.length} rows with a known outcome on ${days.length} dates${days.length === 0 ? "" : ` from ${table.asOf[time.rows[0] ?? 0]}`}`,
  );
};

/** With a short history, tests are shorter and closer together. */
const shares = [1, 1 / 2, 1 / 4, 0];

const shrunk = (settings: FoldSettings, share: number): FoldSettings => {
  const { testDays, holdoutDays = testDays, leastTestDays, stepDays } = settings;
  const part = (days: number) =>
    leastTestDays === undefined ? days : Math.max(Math.ceil(days * share), leastTestDays);
  const tests = { testDays: part(testDays), holdoutDays: part(holdoutDays) };
  return { ...settings, ...tests, stepDays: Math.max(Math.ceil(stepDays * share), tests.testDays) };
};

/** Splits off the newest rows for early stopping. The rest was known before those begin. */
export const splitTuning = (table: Table, rows: Uint32Array, { testDays, leastRows }: FoldSettings) => {
  const none = { known: rows, fit: rows, tuning: new Uint32Array(0) };
  const asOf = (row: number) => dayOf(table.asOf[row] ?? "");
  const newest = rows.reduce((latest, row) => Math.max(latest, asOf(row)), 0);
  const tuning = rows.filter((row) => asOf(row) > newest - testDays);
  const start = tuning.reduce((first, row) => Math.min(first, asOf(row)), Number.POSITIVE_INFINITY);
  const fit = rows.filter((row) => dayOf(table.knownOn[row] ?? "") <= start);
  return fit.length < leastRows || fit.length < rows.length / 2 ? none : { known: rows, fit, tuning };
};

const timesIn = (table: Table) => ({
  table,
  asOf: Float64Array.from(table.asOf, dayOf),
  knownOn: Float64Array.from(table.knownOn, dayOf),
  /** Those whose outcome is known, in their order. */
  rows: Array.from(table.y.keys()).filter((row) => Number.isFinite(table.y[row])),
});

/** First and last as-of date of each test, newest first. */
const testStarts = (
  days: readonly number[],
  { folds, testDays, holdoutDays = testDays, stepDays }: FoldSettings,
) => {
  const starts: { from: number; to: number }[] = [];
  let latest = days.at(-1) ?? 0;
  while (starts.length <= folds) {
    const to = days.findLast((day) => day <= latest);
    if (to === undefined) return undefined;
    const isHoldout = starts.length === 0;
    const from = days.find((day) => day > to - (isHoldout ? holdoutDays : testDays)) ?? to;
    starts.push({ from, to });
    latest = to - (isHoldout ? Math.max(stepDays, holdoutDays) : stepDays);
  }
  return starts;
};

/** Leaves out every row whose outcome was unknown on the first day of the test (the purge). */
const planOne = (
  { table, asOf, knownOn, rows }: ReturnType<typeof timesIn>,
  from: number,
  to: number,
  isHoldout: boolean,
  settings: FoldSettings,
): FoldPlan => {
  const inTest = (row: number) => (asOf[row] ?? 0) >= from && (asOf[row] ?? 0) <= to;
  const isKnown = (row: number) => (knownOn[row] ?? 0) <= from && (asOf[row] ?? 0) < from;
  return {
    role: isHoldout ? "holdout" : "validation",
    ...splitTuning(table, Uint32Array.from(rows.filter(isKnown)), settings),
    test: Uint32Array.from(rows.filter(inTest)),
  };
};
