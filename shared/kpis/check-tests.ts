import { dayOf, isoDate, weekdayOf } from "../dates.ts";
import { evaluateToFloat } from "./formula/evaluate.ts";
import type { Cell, Cells } from "./formula/evaluate-row.ts";
import { exactFrom } from "./formula/exact.ts";
import type { Cadence, Kpi, KpiTest } from "./kpi.ts";
import type { Source } from "./sources.ts";

export interface TestResult {
  readonly kpi: string;
  readonly test: string;
  readonly expected: number | null;
  /** The value, or why there is none. */
  readonly found: number | null | { readonly fault: string };
  readonly passed: boolean;
}

/** Runs the tests of a KPI's file in memory, without a warehouse. */
export const runTests = (kpi: Kpi, source: Source): readonly TestResult[] =>
  kpi.tests.map((test, place) => {
    const named = { kpi: kpi.name, test: test.name ?? `test ${place + 1}`, expected: test.expect };
    const rows = cellsOf(test, source);
    if ("fault" in rows) return { ...named, found: rows, passed: false };
    const found = evaluateToFloat(kpi.formula, rows.cells);
    return { ...named, found, passed: isSame(found, test.expect) };
  });

/** An expected value is written with the digits that a person writes: the last bits may differ. */
const isSame = (found: number | null, expected: number | null): boolean =>
  found === null || expected === null
    ? found === expected
    : Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected));

type TestCells = { readonly cells: readonly Cells[] } | { readonly fault: string };

export const cellsOf = ({ rows, period, cadence }: KpiTest, source: Source): TestCells => {
  const cells: Cells[] = [];
  for (const [place, row] of rows.entries()) {
    const unknown = Object.keys(row).find((name) => !source.columns.has(name));
    if (unknown !== undefined)
      return { fault: `row ${place + 1} names "${unknown}", which ${source.table} lacks` };
    const bad = Object.entries(row).find(([name, cell]) => cellOf(name, cell, source) === undefined);
    if (bad)
      return {
        fault: `row ${place + 1}: "${bad[1]}" is no ${source.columns.get(bad[0])?.type} for ${bad[0]}`,
      };
    cells.push(
      Object.fromEntries(
        Object.entries(row).map(([name, cell]) => [name, cellOf(name, cell, source) ?? null]),
      ),
    );
  }
  const first = String(cells[0]?.["business_date"] ?? "");
  const start = period ?? (first === "" ? null : periodStart(first, cadence));
  return { cells: cells.map((row) => ({ ...row, period: start })) };
};

/** Undefined if the cell does not fit its column. */
const cellOf = (
  name: string,
  cell: KpiTest["rows"][number][string] | undefined,
  source: Source,
): Cell | undefined => {
  if (cell === null || cell === undefined) return null;
  const type = source.columns.get(name)?.type;
  if (type === "number")
    return /^-?\d+(\.\d{1,9})?$/.test(String(cell)) ? exactFrom(String(cell)) : undefined;
  if (type === "bool") return typeof cell === "boolean" ? cell : undefined;
  if (type === "date") return /^\d{4}-\d{2}-\d{2}$/.test(String(cell)) ? String(cell) : undefined;
  return String(cell);
};

const periodStart = (date: string, cadence: Cadence): string => {
  const day = dayOf(date);
  if (cadence === "weekly") return isoDate(day - ((weekdayOf(day) + 6) % 7));
  return cadence === "monthly" ? `${date.slice(0, 8)}01` : date;
};
