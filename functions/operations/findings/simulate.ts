import { dayOf, isoDate } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { Finding } from "../../../shared/insights/finding.ts";
import { Cadence, type Kpi } from "../../../shared/kpis/kpi.ts";
import type { Platform } from "../../../shared/platform.ts";
import { sqlFile } from "../../../shared/sql.ts";
import { expectedEvents } from "../../4-analyze/expected-days.ts";
import { findIn } from "../../4-analyze/find.ts";
import { findByRules, rulesOf } from "../../4-analyze/find-by-rules.ts";
import { readFor } from "../../4-analyze/periods.ts";
import { readValues } from "../../4-analyze/read-values.ts";

const newestSql = sqlFile(import.meta.url, "newest_period.sql");

/** Settings to try; those in force are used where they are left out. */
export interface Trial {
  readonly days: number;
  /** Only this KPI. */
  readonly kpi?: string | undefined;
  readonly q?: number | undefined;
  readonly materiality?: number | undefined;
  readonly minimumVolume?: number | undefined;
}

export interface Simulated {
  readonly from: string;
  readonly to: string;
  readonly findings: readonly Finding[];
}

/** What would have been found in the last days with other settings. Nothing is stored or told. */
export const simulateFindings = async (
  { warehouse, kpis, state, company: { timeZone } }: Platform,
  trial: Trial,
): Promise<Simulated> => {
  const [row] = await warehouse.query(newestSql);
  const newest = row?.["newest"];
  if (typeof newest !== "string") throw new RejectedInput("no KPI has a value yet: drop a day's file first");
  const stretch = { first: dayOf(newest) - trial.days + 1, last: dayOf(newest) };
  const tried = kpis
    .filter(({ name }) => trial.kpi === undefined || name === trial.kpi)
    .filter(({ detection }) => detection !== "none")
    .map((kpi) => withTrial(kpi, trial));
  if (tried.length === 0)
    throw new RejectedInput(`${trial.kpi} is no KPI that is judged: see \`daybook kpis list\``);
  const expected = await expectedEvents(state);
  const findings: Finding[] = [];
  for (const cadence of Cadence.options) {
    const own = tried.filter((kpi) => kpi.cadence.includes(cadence) && kpi.detection === undefined);
    if (own.length === 0) continue;
    const rows = await readValues(warehouse, { cadence, kpis: own, ...readFor(cadence, stretch) });
    findings.push(
      ...findIn(own, rows, stretch, { cadence, timeZone, expected, ...(trial.q && { q: trial.q }) }),
    );
  }
  const from = isoDate(stretch.first);
  for (const kpi of tried) {
    const rules = rulesOf(kpi);
    if (rules)
      findings.push(...(await findByRules(warehouse, kpi, rules)).filter(({ period }) => period >= from));
  }
  return {
    from,
    to: newest,
    findings: findings.sort((one, other) => (one.period < other.period ? 1 : -1)),
  };
};

/** A KPI's own rules are not tried with other settings: they name theirs. */

const withTrial = (kpi: Kpi, { materiality, minimumVolume }: Trial): Kpi => ({
  ...kpi,
  ...(minimumVolume === undefined ? {} : { minimumVolume }),
  ...(materiality === undefined ? {} : { materiality: { ...kpi.materiality, percent: materiality } }),
});
