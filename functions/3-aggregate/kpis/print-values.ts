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
import { type Atoms, aggregatesOf, atomsOf, dimensionsOf, kpisAt } from "./atoms.ts";
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
  const places = Cadence.options.flatMap((cadence) =>
    dimensionsOf(kpis)
      .map((dimension) => ({ cadence, dimension, kpis: kpisAt(kpis, cadence, dimension) }))
      .filter((place) => place.kpis.length > 0),
  );
  const spreads = [...atoms.spreads].flatMap(([name, node]) =>
    places
      .filter((place) => uses(place.kpis, atoms, name))
      .map((place) => ({ ...place, name, sql: spreadParts(node, place, name, source) })),
  );
  return [
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
  readonly cadence: Cadence;
  readonly dimension: string;
  readonly kpis: readonly Kpi[];
}

const uses = (kpis: readonly Kpi[], atoms: Atoms, name: string): boolean =>
  kpis.some((kpi) => aggregatesOf(kpi).some((node) => atoms.nameOf(node) === name));

const segmentSql = (dimension: string): string =>
  dimension === "all" ? "'all'" : `ifnull(${dimension}, 'UNKNOWN')`;

/** Which rows belong to a place: those of a wanted period. A dimension that no line has is passed over quickly. */
const wantedSql = ({ cadence, dimension }: Place, source: Source): string => {
  const wanted = `${periodColumn[cadence]} is not null`;
  if (dimension === "all") return wanted;
  return `${wanted} and (select count(${dimension}) from ${linesTable(source)}) > 0`;
};

const groupedSql = (place: Place, atoms: Atoms, source: Source): string => {
  const { cadence, dimension, kpis } = place;
  const names = { source, period: periodColumn[cadence] };
  const totals = [...atoms.totals].map(([name, node]) =>
    uses(kpis, atoms, name) ? `${totalSql(node, names)} as ${name}` : `cast(null as numeric) as ${name}`,
  );
  const named = dimension === "all" ? "count(*)" : `count(${dimension})`;
  return [
    `select '${cadence}' as cadence, ${periodColumn[cadence]} as period, '${dimension}' as dimension, ${segmentSql(dimension)} as segment,`,
    `  ${[`${named} as lines_named`, ...totals].join(",\n  ")}`,
    `from ${linesTable(source)}`,
    `where ${wantedSql(place, source)}`,
    "group by period, segment",
  ].join("\n");
};

type SpreadNode = Extract<Aggregate, { kind: "spread" }>;

/** The parts of one spread, and how many of the largest count. */
const spreadParts = (node: SpreadNode, place: Place, name: string, source: Source): string => {
  const { cadence, dimension } = place;
  const names = { source, period: periodColumn[cadence] };
  const chosen = [wantedSql(place, source), ...(node.where ? [rowSql(node.where, names)] : [])].join(" and ");
  return [
    `select '${name}' as spread, ${node.top ?? "cast(null as int64)"} as most, '${cadence}' as cadence, ${periodColumn[cadence]} as period,`,
    `  '${dimension}' as dimension, ${segmentSql(dimension)} as segment, cast(${rowSql(node.by, names)} as string) as part_key,`,
    `  cast(ifnull(sum(${rowSql(node.of, names)}), 0) as numeric) as part`,
    `from ${linesTable(source)}`,
    `where ${chosen}`,
    "group by period, segment, part_key",
  ].join("\n");
};

const spreadTables = (parts: readonly string[]): readonly string[] => [
  `parts as (\n${parts.join("\nunion all\n")}\n)`,
  `ranked as (
select *, row_number() over (partition by spread, cadence, period, dimension, segment order by part desc, part_key) as place
from parts
)`,
  // The share of the largest, or the sum of the squared shares: Herfindahl's index.
  `spread_values as (
select spread, cadence, period, dimension, segment,
  if(max(most) is null, sum(cast(part * part as numeric)), sum(if(place <= most, part, 0))) as upper_part,
  if(max(most) is null, cast(sum(part) * sum(part) as numeric), sum(part)) as lower_part
from ranked
group by spread, cadence, period, dimension, segment
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
