import type { Kpi } from "../../../shared/kpis/kpi.ts";
import { type Source, sourcesFor } from "../../../shared/kpis/sources.ts";
import type { Platform } from "../../../shared/platform.ts";
import { sqlFile } from "../../../shared/sql.ts";
import { linesSql, linesTable } from "./print-lines.ts";
import { valueColumns, valuesFrom, valueTables } from "./print-values.ts";

/** Without its semicolon, because other statements contain it. */
export const periodsSql = sqlFile(import.meta.url, "periods.sql").replace(/;\s*$/, "");
const periodColumns = "calendar, cadence, period, last_day, state, reason, history_days";

/** Brings the spine up to date: it is small, and written anew. */
export const periodsScript = [
  "delete from metrics.kpi_periods where true",
  `insert into metrics.kpi_periods (${periodColumns})\n${periodsSql}`,
].join("\n;\n");

const isWanted =
  "(cadence = 'daily' and period in unnest(@daily) or cadence = 'weekly' and period in unnest(@weekly) or cadence = 'monthly' and period in unnest(@monthly))";

/**
 * The statements that compute some KPIs for some periods: @daily, @weekly, @monthly array<date>, @period_from and @period_to
 * date; @read_days array<date>, @read_from and @read_to date are all days of these periods; @file_dates array<date> are the
 * dates of the files with raw rows of these days; @kpis array<string>.
 */
export const redoScript = (kpis: readonly Kpi[], feeds: Platform["feeds"]): string =>
  [
    `delete from metrics.kpi_values
where period between @period_from and @period_to and kpi in unnest(@kpis) and ${isWanted}`,
    `create temp table wanted_periods as
select ${periodColumns}
from metrics.kpi_periods
where ${isWanted}`,
    ...bySource(kpis, feeds).flatMap(([source, own]) => [
      `create temp table ${linesTable(source)} as\n${linesSql(own, source, "days")}`,
      `insert into metrics.kpi_values (${valueColumns})\nwith ${valueTables(own, source)}\n${valuesFrom}`,
    ]),
  ].join("\n;\n");

/** One query for the values of all periods, which writes nothing. */
export const valuesQueries = (kpis: readonly Kpi[], feeds: Platform["feeds"]): readonly string[] =>
  bySource(kpis, feeds).map(([source, own]) =>
    [
      `with wanted_periods as (\n${periodsSql}\n)`,
      `${linesTable(source)} as (\n${linesSql(own, source, "all")}\n)`,
      `${valueTables(own, source)}\n${valuesFrom}`,
    ].join(",\n"),
  );

/** KPIs of one source share a scan of its rows. */
const bySource = (
  kpis: readonly Kpi[],
  feeds: Platform["feeds"],
): readonly (readonly [Source, readonly Kpi[]])[] => {
  const sources = sourcesFor(feeds);
  return [...Map.groupBy(kpis, ({ source }) => source)].map(([name, own]) => {
    const source = sources.get(name);
    if (!source) throw new Error(`the KPI ${own[0]?.name} reads ${name}, and no contract describes it`);
    return [source, own];
  });
};
