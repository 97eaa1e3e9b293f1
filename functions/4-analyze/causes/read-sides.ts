import { z } from "zod";
import { type Nano, nano, nearestNano, total } from "../../../shared/decimal.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { date, dates, sqlFile, text } from "../../../shared/sql.ts";
import type { Member } from "./cube.ts";
import { exactMedian } from "./statistics.ts";
import type { Comparison } from "./windows.ts";

const valuesSql = sqlFile(import.meta.url, "segment_values.sql");

/** With fewer windows there is nothing to compare with. */
export const fewestWindows = 3;

const Value = z.object({
  first_day: z.iso.date(),
  dimension: z.string(),
  segment: z.string(),
  value: z.number().nullable(),
  numerator: z.string().nullable(),
  denominator: z.string().nullable(),
});
type Value = z.infer<typeof Value>;

/** The KPI's stored values: the whole, which may be one segment, and each segment of its own dimensions. */
export const readSides = async (
  { query }: Pick<Warehouse, "query">,
  kpi: Kpi,
  comparison: Comparison,
  within?: Member,
) => {
  const { cadence, period, before } = comparison;
  const firsts = [period, ...before].map(({ first }) => first).sort();
  const rows = z.array(Value).parse(
    await query(valuesSql, {
      kpi: text(kpi.name),
      cadence: text(cadence),
      periods: dates(firsts),
      first_day: date(firsts[0] ?? period.first),
      last_day: date(period.first),
    }),
  );
  const isNow = ({ first_day }: Value) => first_day === period.first;
  const whole = rows.filter(
    ({ dimension, segment }) =>
      dimension === (within?.dimension ?? "all") && segment === (within?.value ?? "all"),
  );
  const exact = whole.flatMap((row) => exactOf(row, kpi));
  const byDimension = Map.groupBy(
    // Stored values have one dimension: a segment has no segments of its own here.
    rows.filter(({ dimension }) => dimension !== "all" && within === undefined),
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
  // A spread, such as a top share, has two sides although its formula has no division.
  const isSum = denominator === undefined && row.denominator === null && row.numerator !== null;
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
