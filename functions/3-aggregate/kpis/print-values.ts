import {
  type AggregateColumns,
  divisionSql,
  rowSql,
  totalSql,
  valueSql,
} from "../../../shared/kpis/formula/print-sql.ts";
import type { Aggregate } from "../../../shared/kpis/formula/tree.ts";
import { Cadence, type Kpi } from "../../../shared/kpis/kpi.ts";
import type { Source } from "../../../shared/kpis/sources.ts";
import { type Atoms, aggregatesOf, atomsOf, dimensionsOf, kpisBy } from "./atoms.ts";
import { linesTable, periodColumn } from "./print-lines.ts";

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
  const places = dimensionsOf(kpis).map((dimension) => ({ dimension, kpis: kpisBy(kpis, dimension) }));
  const spreads = [...atoms.spreads].flatMap(([name, node]) =>
    places
      .filter((place) => uses(place.kpis, atoms, name))
      .map((place) => ({ ...place, name, sql: spreadParts(node, place, name, source) })),
  );
  return [
    `spans as (\n${Cadence.options.map((cadence) => spanSql(cadence, source)).join("\nunion all\n")}\n)`,
    `grouped as (\n${places.map((place) => groupedSql(place, atoms, source)).join("\nunion all\n")}\n)`,
    ...(spreads.length === 0 ? [] : spreadTables(spreads.map(({ sql }) => sql))),
    // Lines without a value of a dimension are a segment only in periods in which others have one.
    `segments as (\nselect *\nfrom grouped\nqualify sum(lines_named) over (partition by cadence, period, dimension) > 0\n)`,
    `wide as (\n${wideSql(atoms)}\n)`,
    `kpi_rows as (\n${kpis.map((kpi) => kpiSql(kpi, atoms)).join("\nunion all\n")}\n)`,
  ].join(",\n");
};

export const valuesFrom = `select ${valueColumns}\nfrom kpi_rows`;

interface Place {
  readonly dimension: string;
  readonly kpis: readonly Kpi[];
}

const uses = (kpis: readonly Kpi[], atoms: Atoms, name: string): boolean =>
  kpis.some((kpi) => aggregatesOf(kpi).some((node) => atoms.nameOf(node) === name));

const segmentSql = (dimension: string): string =>
  dimension === "all" ? "'all'" : `ifnull(${dimension}, 'UNKNOWN')`;

/** Every line once for its day, its week and its month, if that is wanted. */
const spanSql = (cadence: Cadence, source: Source): string => {
  const start = periodColumn[cadence];
  return `select '${cadence}' as cadence, ${start} as period, *\nfrom ${linesTable(source)}\nwhere ${start} is not null`;
};

/** A dimension that no line has is passed over quickly. */
const isPresent = (dimension: string, source: Source): readonly string[] =>
  dimension === "all" ? [] : [`(select count(${dimension}) from ${linesTable(source)}) > 0`];

const whereSql = (conditions: readonly string[]): readonly string[] =>
  conditions.length === 0 ? [] : [`where ${conditions.join(" and ")}`];

const groupedSql = ({ dimension, kpis }: Place, atoms: Atoms, source: Source): string => {
  const names = { source, period: "period" };
  const totals = [...atoms.totals].map(([name, node]) =>
    uses(kpis, atoms, name) ? `${totalSql(node, names)} as ${name}` : `cast(null as numeric) as ${name}`,
  );
  const named = dimension === "all" ? "count(*)" : `count(${dimension})`;
  return [
    `select cadence, period, '${dimension}' as dimension, ${segmentSql(dimension)} as segment,`,
    `  ${[`${named} as lines_named`, ...totals].join(",\n  ")}`,
    "from spans",
    ...whereSql(isPresent(dimension, source)),
    "group by cadence, period, segment",
  ].join("\n");
};

type SpreadNode = Extract<Aggregate, { kind: "spread" }>;

/** The parts of one spread, and how many of the largest count. */
const spreadParts = (node: SpreadNode, { dimension }: Place, name: string, source: Source): string => {
  const names = { source, period: "period" };
  const isRepeated = node.name === "repeated_share";
  const by = rowSql(node.by, names);
  const chosen = [
    ...isPresent(dimension, source),
    ...(node.where ? [rowSql(node.where, names)] : []),
    ...(isRepeated ? [`${by} is not null`] : []),
  ];
  const of = rowSql(node.of, names);
  const part = isRepeated ? `count(distinct ${of})` : `ifnull(sum(${of}), 0)`;
  return [
    `select '${name}' as spread, '${node.name}' as shape, ${node.n ?? 0} as n, cadence, period,`,
    `  '${dimension}' as dimension, ${segmentSql(dimension)} as segment, cast(${by} as string) as part_key,`,
    `  cast(${part} as numeric) as part`,
    "from spans",
    ...whereSql(chosen),
    "group by cadence, period, segment, part_key",
  ].join("\n");
};

const spreadTables = (parts: readonly string[]): readonly string[] => [
  `parts as (\n${parts.join("\nunion all\n")}\n)`,
  `ranked as (
select *, row_number() over (partition by spread, cadence, period, dimension, segment order by part desc, part_key) as place,
  safe_divide(cast(part as float64), cast(sum(part) over (partition by spread, cadence, period, dimension, segment) as float64)) as portion
from parts
)`,
  // The largest parts; those with enough; or Herfindahl's index in billionths: squared amounts could overflow a NUMERIC, and a
  // sum of floats would depend on the order of its parts.
  `spread_values as (
select spread, cadence, period, dimension, segment,
  case shape
    when 'top_share' then sum(if(place <= n, part, 0))
    when 'repeated_share' then cast(countif(part >= n) as numeric)
    else sum(safe_cast(portion * portion * 1e9 as numeric))
  end as upper_part,
  case shape
    when 'top_share' then sum(part)
    when 'repeated_share' then cast(count(*) as numeric)
    else numeric '1000000000'
  end as lower_part
from ranked
group by spread, shape, n, cadence, period, dimension, segment
)`,
];

/** Every wanted period has a row for the company, also without lines. */
const wideSql = ({ totals, spreads }: Atoms): string => {
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
