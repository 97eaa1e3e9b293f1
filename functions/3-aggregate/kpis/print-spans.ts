import { Cadence } from "../../../shared/kpis/kpi.ts";
import { unnamedSegment } from "../../../shared/kpis/sources.ts";
import { periodColumn } from "./print-lines.ts";

/** Every row of a table once for its day, its week and its month, if that is wanted. */
export const spansSql = (table: string): string =>
  Cadence.options
    .map((cadence) => {
      const start = periodColumn[cadence];
      return `select '${cadence}' as cadence, ${start} as period, *\nfrom ${table}\nwhere ${start} is not null`;
    })
    .join("\nunion all\n");

/** The first days of a row's periods. */
export const periodColumns: readonly string[] = Cadence.options.map((cadence) => periodColumn[cadence]);

export const segmentSql = (dimension: string): string =>
  dimension === "all" ? "'all'" : `ifnull(${dimension}, '${unnamedSegment(dimension)}')`;

/** A dimension that no row has is passed over quickly. */
export const isPresent = (dimension: string, table: string): readonly string[] =>
  dimension === "all" ? [] : [`(select count(${dimension}) from ${table}) > 0`];

export const whereSql = (conditions: readonly string[]): readonly string[] =>
  conditions.length === 0 ? [] : [`where ${conditions.join(" and ")}`];
