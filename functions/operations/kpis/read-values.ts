import type { Cadence } from "../../../shared/kpis/kpi.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Row } from "../../../shared/ports.ts";
import { sqlFile, text } from "../../../shared/sql.ts";
import { valuesQueries } from "../../3-aggregate/kpis/print-script.ts";

const storedValues = sqlFile(import.meta.url, "stored_values.sql");

/** The values in the table. */
export const readStoredValues = ({ warehouse }: Pick<Platform, "warehouse">, cadence: Cadence | undefined) =>
  warehouse.query(storedValues, { cadence: text(cadence ?? "all") });

/** Computes the platform's KPIs from all history, and writes nothing. */
export const computeValues = async (
  { warehouse, kpis, feeds }: Pick<Platform, "warehouse" | "kpis" | "feeds">,
  cadence: Cadence | undefined,
): Promise<readonly Row[]> => {
  const wanted = cadence === undefined ? kpis : kpis.filter((kpi) => kpi.cadence.includes(cadence));
  const rows: Row[] = [];
  for (const query of valuesQueries(wanted, feeds)) rows.push(...(await warehouse.query(query)));
  return rows
    .filter((row) => cadence === undefined || row["cadence"] === cadence)
    .map(
      ({ kpi, cadence: own, period, dimension, segment, value }): Row => ({
        kpi: kpi ?? null,
        cadence: own ?? null,
        period: period ?? null,
        dimension: dimension ?? null,
        segment: segment ?? null,
        value: value ?? null,
      }),
    )
    .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
};

const keyOf = (row: Row): string =>
  ["kpi", "cadence", "period", "dimension", "segment"].map((name) => String(row[name])).join("\u0000");
