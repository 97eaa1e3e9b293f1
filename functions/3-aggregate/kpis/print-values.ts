import { type AggregateColumns, divisionSql, valueSql } from "../../../shared/kpis/formula/print-sql.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import type { Source } from "../../../shared/kpis/sources.ts";
import { type Atoms, atomsOf, placesOf } from "./atoms.ts";
import { spreadTables } from "./print-spreads.ts";
import { totalTables } from "./print-totals.ts";

/** The columns of metrics.kpi_values, in the order of the query below. */
export const valueColumns =
  "kpi, cadence, period, dimension, segment, value, numerator, denominator, volume, state, reason";

/**
 * The common tables of a query, ending in `kpi_rows`. They read the lines of print-lines.ts and `wanted_periods`, which
 * has the columns of metrics.kpi_periods. All KPIs are computed at once: one row per period and segment with a column for
 * each aggregate, then a row per KPI.
 */
export const valueTables = (kpis: readonly Kpi[], source: Source): string => {
  const atoms = atomsOf(kpis);
  const places = placesOf(kpis);
  return [
    ...totalTables(places, atoms, source),
    ...spreadTables(places, atoms, source),
    // Lines without a value of a dimension are a segment only in periods in which others have one.
    `segments as (\nselect *\nfrom grouped\nqualify sum(lines_named) over (partition by cadence, period, dimension) > 0\n)`,
    `wide as (\n${wideSql(atoms, source)}\n)`,
    `kpi_rows as (\n${kpis.map((kpi) => kpiSql(kpi, atoms)).join("\nunion all\n")}\n)`,
  ].join(",\n");
};

export const valuesFrom = `select ${valueColumns}\nfrom kpi_rows`;

/** Every wanted period has a row for the company, also without lines. */
const wideSql = ({ totals, spreads }: Atoms, { calendar }: Source): string => {
  const names = [...spreads.keys()];
  const columns = [
    "wanted.cadence, wanted.period, wanted.state as period_state, wanted.reason, wanted.history_days",
    "ifnull(segments.dimension, 'all') as dimension, ifnull(segments.segment, 'all') as segment",
    ...totals.keys(),
    ...names.flatMap((name) => [`${name}.upper_part as ${name}_part`, `${name}.lower_part as ${name}_whole`]),
  ];
  const joins = names.map(
    (name) =>
      `left join spread_values as ${name} on ${name}.spread = '${name}' and ${name}.cadence = segments.cadence and ${name}.period = segments.period and ${name}.dimension = segments.dimension and ${name}.segment = segments.segment`,
  );
  return [
    `select ${columns.join(",\n  ")}`,
    "from wanted_periods as wanted",
    "left join segments on segments.cadence = wanted.cadence and segments.period = wanted.period",
    ...joins,
    `where wanted.calendar = '${calendar}'`,
  ].join("\n");
};

const kpiSql = (kpi: Kpi, atoms: Atoms): string => {
  const { value, numerator, denominator } = sidesSql(kpi, columnsOf(atoms));
  const among = (texts: readonly string[]) => texts.map((text) => `'${text}'`).join(", ");
  return [
    `select '${kpi.name}' as kpi, cadence, period, dimension, segment, ${value} as value, ${numerator} as numerator,`,
    `  ${denominator} as denominator, cast(${valueSql(kpi.volume, columnsOf(atoms)).sql} as numeric) as volume,`,
    "  case",
    "    when period_state <> 'complete' then period_state",
    `    when ${value} is null then 'no_volume'`,
    `    when history_days < ${kpi.learningDays} then 'learning'`,
    "    else 'complete'",
    "  end as state, reason",
    "from wide",
    `where cadence in (${among(kpi.cadence)}) and dimension in (${among(["all", ...kpi.dimensions])})`,
  ].join("\n");
};

const columnsOf = (atoms: Atoms): AggregateColumns => ({
  total: (node) => atoms.nameOf(node),
  spread: (node) => ({ part: `${atoms.nameOf(node)}_part`, whole: `${atoms.nameOf(node)}_whole` }),
});

const none = "cast(null as numeric)";

/** Both sides of a division are kept where they are exact, so that a value can be recomputed to the cent. */
const sidesSql = ({ formula, numerator, denominator }: Kpi, columns: AggregateColumns) => {
  const whole = valueSql(formula, columns);
  if (formula.kind === "spread") {
    const { part, whole: all } = columns.spread(formula);
    return { value: whole.sql, numerator: part, denominator: all };
  }
  const above = valueSql(numerator, columns);
  if (denominator === undefined)
    return {
      value: `cast(${whole.sql} as float64)`,
      numerator: above.exact ? above.sql : none,
      denominator: none,
    };
  const below = valueSql(denominator, columns);
  const exact = above.exact && below.exact;
  return {
    value: divisionSql(above.sql, below.sql),
    numerator: exact ? above.sql : none,
    denominator: exact ? below.sql : none,
  };
};
