import { approximate, decimalText, type Nano, nearestNano } from "../../../shared/decimal.ts";
import type { Driver, Explanation, Verdict } from "../../../shared/insights/explanation.ts";
import type { Cadence, Kpi } from "../../../shared/kpis/kpi.ts";
import { calendarOf } from "../../../shared/kpis/sources.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import type { Member } from "./cube.ts";
import { dimensionsOf } from "./dimensions.ts";
import { explainAdditive } from "./explain-additive.ts";
import { explainCounts } from "./explain-counts.ts";
import { explainRevenue, readFunnel } from "./explain-revenue.ts";
import { splitRatio } from "./ratio-split.ts";
import { readCubes } from "./read-cube.ts";
import { fewestWindows, readSides } from "./read-sides.ts";
import { type DataState, readState } from "./read-state.ts";
import { type Comparison, findComparison } from "./windows.ts";

export interface Question {
  readonly kpi: Kpi;
  readonly cadence: Cadence;
  /** Of the company: it tells which days are holidays. */
  readonly timeZone: string;
  /** The first day of the period. */
  readonly period: string;
  /** All dimensions that the KPI has if left out. */
  readonly by?: readonly string[];
  /** Only the lines of one segment; the whole company if left out. */
  readonly within?: Member;
  /** The first period of a shift or trend: it is compared with what was before. */
  readonly since?: string;
  /** What the detector expected; the median of the windows if left out. */
  readonly expected?: number;
}

/**
 * Why a KPI's value in one period differs from what was expected. Undefined if the period is not known. The state of the data
 * is read if it is not given.
 */
export const explainKpi = async (
  warehouse: Pick<Warehouse, "query">,
  question: Question,
  known?: DataState,
): Promise<Explanation | undefined> => {
  const { kpi, cadence, period, timeZone } = question;
  const comparison = await findComparison(warehouse, cadence, period, question.since, calendarOf(kpi.source));
  if (!comparison) return undefined;
  const state = known ?? (await readState(warehouse, cadence, [comparison.period], timeZone));
  const faults = state.faultsOf(comparison.period);
  const offsets = kpi.source === "clean.lines" ? state.offsetsOf(comparison.period) : [];
  const split = await splitChange(warehouse, question, comparison);
  const text = (value: Nano | undefined) => (value === undefined ? null : decimalText(value));
  const change =
    split.actual === undefined || split.expected === undefined ? undefined : split.actual - split.expected;
  return {
    kpi: kpi.name,
    cadence,
    period,
    state: comparison.period.state,
    actual: text(split.actual),
    expected: text(split.expected),
    change: text(change),
    verdict: verdictOf(comparison.period.state, faults.length > 0, split.verdict),
    faults: [...faults],
    offsets: [...offsets],
    drivers: [...split.drivers],
    comparedWith: comparison.before.map(({ first }) => first),
  };
};

const verdictOf = (state: string, isFaulty: boolean, verdict: Verdict): Verdict => {
  if (state === "closed") return "closed";
  return isFaulty ? "data_fault" : verdict;
};

interface Split {
  readonly actual: Nano | undefined;
  readonly expected: Nano | undefined;
  readonly drivers: readonly Driver[];
  readonly verdict: Verdict;
}

const splitChange = async (
  warehouse: Pick<Warehouse, "query">,
  question: Question,
  comparison: Comparison,
): Promise<Split> => {
  const { kpi, within } = question;
  const by = (question.by ?? dimensionsOf(kpi)).filter((name) => name !== within?.dimension);
  const values = await readSides(warehouse, kpi, comparison, within);
  const { actual } = values;
  const nothing: Split = { actual, expected: undefined, drivers: [], verdict: "no_history" };
  if (actual === undefined || comparison.before.length < fewestWindows) return nothing;
  const expected = question.expected === undefined ? values.usual : nearestNano(question.expected);
  if (expected === undefined) return nothing;
  const cubes = await readCubes(warehouse, kpi, comparison, by, within);
  if (cubes && !cubes.lower) {
    const split = explainAdditive(cubes.upper, expected);
    const funnel = kpi.unit === "money" && !within ? await readFunnel(warehouse, comparison) : [];
    const factors = explainRevenue(funnel, comparison.period.first, split);
    return { ...split, drivers: [...split.drivers, ...factors] };
  }
  const named = values.dimensions.filter(({ dimension }) => by.includes(dimension));
  if (kpi.denominator) {
    const sides = { whole: values.whole, named, actual, expected };
    const ratio = await splitRatio(warehouse, { kpi, within, comparison }, sides, cubes);
    return { actual, expected, ...ratio };
  }
  if (within || kpi.unit !== "count") return { actual, expected, drivers: [], verdict: "not_divisible" };
  const change = approximate(actual - expected);
  const counted = named.flatMap(({ counts }) => counts);
  return { actual, expected, ...explainCounts(values.counts, counted, change) };
};
