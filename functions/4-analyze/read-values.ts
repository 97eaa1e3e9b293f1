import { z } from "zod";
import type { Cadence, Kpi } from "../../shared/kpis/kpi.ts";
import type { Warehouse } from "../../shared/ports.ts";
import { bool, date, sqlFile, text, texts } from "../../shared/sql.ts";

const valuesSql = sqlFile(import.meta.url, "kpi_values.sql");

/** A row of metrics.kpi_values. */
const KpiValue = z.object({
  kpi: z.string(),
  period: z.string(),
  dimension: z.string(),
  segment: z.string(),
  value: z.number().nullable(),
  volume: z.coerce.number(),
  state: z.string(),
});
export type KpiValue = z.infer<typeof KpiValue>;

export interface Wanted {
  readonly cadence: Cadence;
  readonly from: string;
  readonly to: string;
  readonly kpis: readonly Kpi[];
  /** Also the newest period before it is over. */
  readonly unfinished?: boolean;
}

/** Ordered by KPI, dimension, segment and period. */
export const readValues = async (
  warehouse: Warehouse,
  { cadence, from, to, kpis, unfinished = false }: Wanted,
): Promise<readonly KpiValue[]> => {
  const rows = await warehouse.query(valuesSql, {
    cadence: text(cadence),
    first_period: date(from),
    last_period: date(to),
    kpis: texts(kpis.map(({ name }) => name)),
    least_volumes: texts(kpis.map(({ name, minimumVolume }) => `${name} ${minimumVolume}`)),
    unfinished: bool(unfinished),
  });
  return z.array(KpiValue).parse(rows);
};
