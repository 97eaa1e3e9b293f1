import { z } from "zod";
import { approximate, decimalText, type Nano, nano, nearestNano, total } from "../../../shared/decimal.ts";
import type { Driver, Explanation, Verdict } from "../../../shared/insights/explanation.ts";
import type { Cadence, Kpi } from "../../../shared/kpis/kpi.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { dates, sqlFile, text } from "../../../shared/sql.ts";
import { dimensionsOf } from "./dimensions.ts";
import { explainAdditive } from "./explain-additive.ts";
import { explainCounts } from "./explain-counts.ts";
import { explainRatio, ratioDimensions } from "./explain-ratio.ts";
import { explainRevenue, readFunnel } from "./explain-revenue.ts";
import { readCubes } from "./read-cube.ts";
import { readFaults, readOffsets } from "./read-state.ts";
import { exactMedian } from "./statistics.ts";
import { type Comparison, findComparison } from "./windows.ts";

const valuesSql = sqlFile(import.meta.url, "segment_values.sql");

export interface Question {
  readonly kpi: Kpi;
  readonly cadence: Cadence;
  /** The first day of the period. */
  readonly period: string;
  /** All dimensions that the KPI has if left out. */
  readonly by?: readonly string[];
  /** What the detector expected; the median of the windows if left out. */
  readonly expected?: number;
}

const fewestWindows = 3;

/** Why a KPI's value in one period differs from what was expected. Undefined if the period is not known. */
export const explainKpi = async (
  warehouse: Pick<Warehouse, "query">,
  question: Question,
): Promise<Explanation | undefined> => {
  const { kpi, cadence, period } = question;
  const comparison = await findComparison(warehouse, cadence, period);
  if (!comparison) return undefined;
  const faults = await readFaults(warehouse, comparison.period);
  const offsets = kpi.source === "clean.lines" ? await readOffsets(warehouse, comparison.period) : [];
  const split = await splitChange(warehouse, question, comparison);
  const text = (value: Nano | undefined) => (value === undefined ? null : decimalText(value));
  const change =
    split.actual === undefined || split.expected === undefined ? undefined : split.actual - split.expected;
  return {
    kpi: kpi.name,
    cadence,
    period,
    actual: text(split.actual),
    expected: text(split.expected),
    change: text(change),
    verdict: faults.length > 0 ? "data_fault" : split.verdict,
    faults: [...faults],
    offsets: [...offsets],
    drivers: [...split.drivers],
    comparedWith: comparison.before.map(({ first }) => first),
  };
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
  const { kpi, by = dimensionsOf(kpi) } = question;
  const values = await readValues(warehouse, kpi, comparison);
  const { actual } = values;
  const nothing: Split = { actual, expected: undefined, drivers: [], verdict: "no_history" };
  if (actual === undefined || comparison.before.length < fewestWindows) return nothing;
  const expected = question.expected === undefined ? values.usual : nearestNano(question.expected);
  if (expected === undefined) return nothing;
  const cubes = await readCubes(warehouse, kpi, comparison, by);
  if (cubes && !cubes.lower) {
    const split = explainAdditive(cubes.upper, expected);
    const funnel = kpi.unit === "money" ? await readFunnel(warehouse, comparison) : [];
    const factors = explainRevenue(funnel, comparison.period.first, split);
    return { ...split, drivers: [...split.drivers, ...factors] };
  }
  const named = values.dimensions.filter(({ dimension }) => by.includes(dimension));
  if (kpi.denominator) {
    const dimensions = cubes
      ? ratioDimensions(cubes)
      : named.map((each) => ({ ...each, parts: each.ratios }));
    return { actual, expected, ...explainRatio(values.whole, dimensions, { actual, expected }, cubes) };
  }
  const change = approximate(actual - expected);
  const counted = named.flatMap(({ counts }) => counts);
  return { actual, expected, ...explainCounts(values.counts, counted, change) };
};

const Value = z.object({
  first_day: z.iso.date(),
  dimension: z.string(),
  segment: z.string(),
  value: z.number().nullable(),
  numerator: z.string().nullable(),
  denominator: z.string().nullable(),
});
type Value = z.infer<typeof Value>;

/** The KPI's stored values: the whole, and each segment of its own dimensions. */
const readValues = async ({ query }: Pick<Warehouse, "query">, kpi: Kpi, comparison: Comparison) => {
  const { cadence, period, before } = comparison;
  const firsts = [period, ...before].map(({ first }) => first).sort();
  const rows = z.array(Value).parse(
    await query(valuesSql, {
      kpi: text(kpi.name),
      cadence: text(cadence),
      periods: dates(firsts),
      first_day: { type: "DATE", value: firsts[0] ?? period.first },
      last_day: { type: "DATE", value: period.first },
    }),
  );
  const isNow = ({ first_day }: Value) => first_day === period.first;
  const whole = rows.filter(({ dimension }) => dimension === "all");
  const exact = whole.flatMap((row) => exactOf(row, kpi));
  const byDimension = Map.groupBy(
    rows.filter(({ dimension }) => dimension !== "all"),
    ({ dimension }) => dimension,
  );
  const countsOf = (own: readonly Value[]) => ({
    actual: own.find(isNow)?.value ?? 0,
    before: before.map(({ first }) => own.find(({ first_day }) => first_day === first)?.value ?? 0),
  });
  return {
    actual: exact.find(isNow)?.exact,
    usual: usualOf(exact.filter((row) => !isNow(row))),
    whole: sidesOf(whole, isNow),
    counts: countsOf(whole),
    dimensions: [...byDimension].map(([dimension, own]) => {
      const segments = [...Map.groupBy(own, ({ segment }) => segment)];
      return {
        dimension,
        ratios: segments.map(([name, each]) => ({ name, ...sidesOf(each, isNow) })),
        counts: segments.map(([segment, each]) => ({ dimension, segment, ...countsOf(each) })),
      };
    }),
  };
};

/** A sum is exact; a ratio is the decimal nearest to it. */
const exactOf = (row: Value, { denominator }: Kpi): readonly (Value & { readonly exact: Nano })[] => {
  if (row.value === null) return [];
  const isSum = denominator === undefined && row.numerator !== null;
  return [{ ...row, exact: isSum ? nano(row.numerator ?? "0") : nearestNano(row.value) }];
};

const usualOf = (rows: readonly { readonly exact: Nano }[]): Nano | undefined =>
  rows.length < fewestWindows ? undefined : exactMedian(rows.map(({ exact }) => exact));

const sidesOf = (rows: readonly Value[], isNow: (row: Value) => boolean) => {
  const sides = (own: readonly Value[]) => ({
    numerator: total(own.map(({ numerator }) => nano(numerator ?? "0"))),
    denominator: total(own.map(({ denominator }) => nano(denominator ?? "0"))),
  });
  return { now: sides(rows.filter(isNow)), before: sides(rows.filter((row) => !isNow(row))) };
};
