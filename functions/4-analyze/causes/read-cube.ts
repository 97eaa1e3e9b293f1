import { z } from "zod";
import { approximate, type Nano, nano } from "../../../shared/decimal.ts";
import { ValueFault } from "../../../shared/errors.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import { sourcesFor } from "../../../shared/kpis/sources.ts";
import { usesTiers } from "../../../shared/kpis/uses-tiers.ts";
import type { Row, Warehouse } from "../../../shared/ports.ts";
import { date, text, wholeNumber } from "../../../shared/sql.ts";
import { cellsSql } from "./cells-sql.ts";
import type { Cell, Cube, Member } from "./cube.ts";
import { lineAmounts } from "./measures.ts";
import { singleDimensions } from "./single.ts";
import { type Comparison, daysIn } from "./windows.ts";

/** A KPI's two sides over the same cells. A KPI that is no ratio has no lower side. */
export interface Cubes {
  readonly upper: Cube;
  readonly lower: Cube | undefined;
}

const Totals = z.object({
  first_day: z.iso.date(),
  line_count: z.int(),
  upper_total: z.union([z.string(), z.number()]),
  lower_total: z.union([z.string(), z.number()]),
  capped_total: z.union([z.string(), z.number()]),
});

const decimal = (value: string | number): Nano => nano(value);

/** Undefined if lines do not add up to the KPI, its rows are not clean lines, or a sum of them is more than the engine holds. */
export const readCubes = async (
  { query }: Pick<Warehouse, "query">,
  kpi: Kpi,
  { cadence, period, before }: Comparison,
  dimensions: readonly string[],
  within?: Member,
): Promise<Cubes | undefined> => {
  const source = sourcesFor([]).get(kpi.source);
  const amounts = source && lineAmounts(kpi, { source, period: "business_date" });
  if (kpi.source !== "clean.lines" || !amounts) return undefined;
  const sql = cellsSql(cadence, amounts, dimensions, {
    within: within?.dimension,
    // Tiers are no cause, so that no cube is divided by them.
    usesTiers: usesTiers({ ...kpi, dimensions: within ? [within.dimension] : [] }),
  });
  const params = {
    ...daysIn([period, ...before]),
    period: date(period.first),
    windows: wholeNumber(before.length),
    ...(within && { segment: text(within.value) }),
  };
  // A finding without its parts is better than none of any KPI.
  const rows = await query(sql, params).catch((error: unknown) => {
    if (error instanceof ValueFault) return undefined;
    throw error;
  });
  if (!rows) return undefined;
  return cubesFrom(
    rows,
    [period, ...before].map(({ first }) => first),
    [...dimensions, ...singleDimensions],
    {
      isRatio: amounts.lower !== undefined,
    },
  );
};

interface Sums {
  readonly members: readonly string[];
  readonly upper: Nano[];
  readonly lower: Nano[];
  readonly capped: Nano[];
}

/** `windows` begins with the period itself. */
const cubesFrom = (
  rows: readonly Row[],
  windows: readonly string[],
  dimensions: readonly string[],
  { isRatio }: { readonly isRatio: boolean },
): Cubes => {
  const cells = new Map<string, Sums>();
  const zeros = () => windows.map(() => 0n);
  let [lines, size] = [0, 0];
  for (const row of rows) {
    const totals = Totals.parse(row);
    const members = dimensions.map((name) => String(row[`${name}_cell`] ?? ""));
    const key = JSON.stringify(members);
    const sums = cells.get(key) ?? { members, upper: zeros(), lower: zeros(), capped: zeros() };
    cells.set(key, sums);
    const window = windows.indexOf(totals.first_day);
    sums.upper[window] = decimal(totals.upper_total);
    sums.lower[window] = decimal(totals.lower_total);
    sums.capped[window] = decimal(totals.capped_total);
    lines += totals.line_count;
    size += Math.abs(approximate(decimal(totals.capped_total)));
  }
  const cube = (side: "upper" | "lower"): Cube => ({
    dimensions,
    lineValue: lines === 0 ? 0 : size / lines,
    cells: [...cells.values()].map((sums) => cellOf(sums, side)),
  });
  return { upper: cube("upper"), lower: isRatio ? cube("lower") : undefined };
};

const cellOf = ({ members, capped, ...sides }: Sums, side: "upper" | "lower"): Cell => {
  const [actual = 0n, ...before] = sides[side];
  const [cappedActual = 0, ...cappedBefore] = capped.map(approximate);
  return {
    members,
    exact: { actual, before },
    capped: { actual: cappedActual, before: cappedBefore },
  };
};
