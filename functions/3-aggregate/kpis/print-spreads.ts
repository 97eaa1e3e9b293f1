import { rowSql } from "../../../shared/kpis/formula/print-sql.ts";
import { namesIn, type SpreadNode } from "../../../shared/kpis/formula/tree.ts";
import type { Source } from "../../../shared/kpis/sources.ts";
import { type Atoms, type Place, uses } from "./atoms.ts";
import { linesTable } from "./print-lines.ts";
import { isPresent, periodColumns, segmentSql, spansSql, whereSql } from "./print-spans.ts";

/** The common tables from the lines to `spread_values`: none if there is no spread. */
export const spreadTables = (places: readonly Place[], atoms: Atoms, source: Source): readonly string[] => {
  const spreads = [...atoms.spreads].map(([name, node]) => ({
    name,
    ...partsOf(
      name,
      node,
      places.filter((place) => uses(place, atoms, name)).map(({ dimension }) => dimension),
      source,
    ),
  }));
  if (spreads.length === 0) return [];
  return [
    ...spreads.flatMap(({ tables }) => tables),
    `parts as (\n${spreads.flatMap(({ parts }) => parts).join("\nunion all\n")}\n)`,
    ...valueTables,
  ];
};

interface Parts {
  /** Tables that the parts are read from. */
  readonly tables: readonly string[];
  /** A query for each dimension. */
  readonly parts: readonly string[];
}

/** The parts of one spread, and how many of the largest count. */
const partsOf = (name: string, node: SpreadNode, dimensions: readonly string[], source: Source): Parts => {
  const sums = isAdditive(node) ? sumsOf(name, node, dimensions, source) : undefined;
  const read = sums ?? linesOf(node, source);
  const spans = `${name}_spans`;
  const parts = dimensions.map((dimension) =>
    [
      `select '${name}' as spread, '${node.name}' as shape, ${node.n ?? 0} as n, cadence, period,`,
      `  '${dimension}' as dimension, ${segmentSql(dimension)} as segment, cast(${read.by} as string) as part_key,`,
      `  cast(${read.part} as numeric) as part`,
      `from ${spans}`,
      ...whereSql([...isPresent(dimension, read.from), ...read.where]),
      "group by cadence, period, segment, part_key",
    ].join("\n"),
  );
  return { tables: [...(sums ? [sums.table] : []), `${spans} as (\n${spansSql(read.from)}\n)`], parts };
};

/** Whether the sums of days add up to those of weeks and months: distinct values do not, nor what asks for the period. */
const isAdditive = (node: SpreadNode): boolean =>
  node.name !== "repeated_share" && !namesIn(node).includes("period");

/** There are fewer sums than lines: one for each day, segment and part. */
const sumsOf = (name: string, node: SpreadNode, dimensions: readonly string[], source: Source) => {
  const names = { source, period: "period" };
  const segments = dimensions.filter((dimension) => dimension !== "all");
  const keys = [...periodColumns, ...segments, "summed_by"].join(", ");
  const from = `${name}_sums`;
  const table = [
    `${from} as (`,
    `select ${[...periodColumns, ...segments].join(", ")}, ${rowSql(node.by, names)} as summed_by, sum(${rowSql(node.of, names)}) as summed_part`,
    `from ${linesTable(source)}`,
    ...whereSql(node.where ? [rowSql(node.where, names)] : []),
    `group by ${keys}`,
    ")",
  ].join("\n");
  return { table, from, by: "summed_by", part: "ifnull(sum(summed_part), 0)", where: [] };
};

const linesOf = (node: SpreadNode, source: Source) => {
  const names = { source, period: "period" };
  const isRepeated = node.name === "repeated_share";
  const [of, by] = [rowSql(node.of, names), rowSql(node.by, names)];
  const where = [
    ...(node.where ? [rowSql(node.where, names)] : []),
    ...(isRepeated ? [`${by} is not null`] : []),
  ];
  const part = isRepeated ? `count(distinct ${of})` : `ifnull(sum(${of}), 0)`;
  return { from: linesTable(source), by, part, where };
};

const valueTables: readonly string[] = [
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
