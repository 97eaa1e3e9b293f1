import { runTests, type TestResult } from "../../../shared/kpis/check-tests.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import { sourcesFor } from "../../../shared/kpis/sources.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Row } from "../../../shared/ports.ts";
import { sqlFile } from "../../../shared/sql.ts";

const newestValues = sqlFile(import.meta.url, "newest_values.sql");

/** Runs the tests of every KPI's file. */
export const checkKpis = ({ kpis, feeds }: Pick<Platform, "kpis" | "feeds">): readonly TestResult[] => {
  const sources = sourcesFor(feeds);
  return kpis.flatMap((kpi) => {
    const source = sources.get(kpi.source);
    return source ? runTests(kpi, source) : [];
  });
};

/** The newest values of one KPI or of all. */
export const readNewest = async ({ warehouse }: Pick<Platform, "warehouse">): Promise<readonly Row[]> =>
  warehouse.query(newestValues);

export const findKpi = (kpis: readonly Kpi[], name: string): Kpi => {
  const found = kpis.find((kpi) => kpi.name === name);
  if (found) return found;
  throw new Error(`there is no KPI "${name}"; there are ${kpis.map((kpi) => kpi.name).join(", ")}`);
};
