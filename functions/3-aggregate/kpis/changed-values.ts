import type { Kpi } from "../../../shared/kpis/kpi.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Row } from "../../../shared/ports.ts";
import { sqlFile, texts } from "../../../shared/sql.ts";
import { type Periods, periodsIn } from "./periods.ts";
import { valuesQueries } from "./print-script.ts";

const computedValues = sqlFile(import.meta.url, "computed_values.sql");

/**
 * The periods in which some KPIs have other values than those in the table. For tables with few rows, of which a change can alter
 * any day: a payment changes what was open on every day since its invoice.
 */
export const changedValues = async (
  { warehouse, feeds }: Pick<Platform, "warehouse" | "feeds">,
  kpis: readonly Kpi[],
): Promise<Periods> => {
  if (kpis.length === 0) return periodsIn([]);
  const before = await warehouse.query(computedValues, { kpis: texts(kpis.map(({ name }) => name)) });
  const now: Row[] = [];
  for (const query of valuesQueries(kpis, feeds)) now.push(...(await warehouse.query(query)));
  const [known, current] = [new Set(before.map(textOf)), new Set(now.map(textOf))];
  return periodsIn([
    ...before.filter((row) => !current.has(textOf(row))),
    ...now.filter((row) => !known.has(textOf(row))),
  ]);
};

/** An amount has as many decimals as its column: the table's are wider. */
const textOf = (row: Row): string => {
  const amount = (name: string) => {
    const value = row[name];
    return value === null || value === undefined ? null : Number(value);
  };
  return JSON.stringify([
    ...["kpi", "cadence", "period", "dimension", "segment", "state", "reason"].map(
      (name) => row[name] ?? null,
    ),
    ...["value", "numerator", "denominator", "volume"].map(amount),
  ]);
};
