import type { Source } from "../../../shared/kpis/sources.ts";
import { type Atoms, type Place, uses } from "./atoms.ts";
import { linesTable } from "./print-lines.ts";
import { isPresent, periodColumns, segmentSql, spansSql, whereSql } from "./print-spans.ts";
import { lineCount, twoSteps } from "./two-steps.ts";

/** The common tables from the lines to `grouped`: a row for each period and segment, with a column for each total. */
export const totalTables = (places: readonly Place[], atoms: Atoms, source: Source): readonly string[] => {
  const steps = stepsOf(atoms, source);
  return [
    `summed as (\n${summedSql(places, steps, source)}\n)`,
    `spans as (\n${spansSql("summed")}\n)`,
    `grouped as (\n${places.map((place) => groupedSql(place, atoms, steps)).join("\nunion all\n")}\n)`,
  ];
};

type Steps = ReturnType<typeof stepsOf>;

/** Totals share their keys. A key that is a column of the lines keeps its name. */
const stepsOf = (atoms: Atoms, source: Source) => {
  const totals = [...atoms.totals].map(([name, node]) => ({
    name,
    ...twoSteps(node, { source, period: "period" }),
  }));
  const isColumn = (key: string) => source.columns.has(key);
  const keys = new Map(
    [...new Set(totals.flatMap((total) => total.keys))].map((key, place) => [
      key,
      isColumn(key) ? key : `summed_key_${place + 1}`,
    ]),
  );
  const columnOf = (key: string): string => {
    const column = keys.get(key);
    if (column === undefined) throw new Error(`no column holds ${key}`);
    return column;
  };
  return { totals, keys, columnOf };
};

const sumOf = (name: string): string => `${name}_sum`;

const summedSql = (places: readonly Place[], { totals, keys }: Steps, source: Source): string => {
  const segments = places.map(({ dimension }) => dimension).filter((dimension) => dimension !== "all");
  const own = [...keys].filter(([, column]) => !segments.includes(column));
  const columns = [
    ...[...periodColumns, ...segments],
    ...own.map(([key, column]) => (key === column ? key : `${key} as ${column}`)),
    `count(*) as ${lineCount}`,
    ...totals.flatMap(({ name, sum }) => (sum === undefined ? [] : [`${sum} as ${sumOf(name)}`])),
  ];
  return [
    `select ${columns.join(",\n  ")}`,
    `from ${linesTable(source)}`,
    `group by ${[...periodColumns, ...segments, ...own.map(([, column]) => column)].join(", ")}`,
  ].join("\n");
};

const groupedSql = (place: Place, atoms: Atoms, { totals, columnOf }: Steps): string => {
  const { dimension } = place;
  const columns = totals.map(({ name, total }) =>
    uses(place, atoms, name)
      ? `${total(columnOf, sumOf(name))} as ${name}`
      : `cast(null as numeric) as ${name}`,
  );
  const named = dimension === "all" ? lineCount : `if(${dimension} is null, 0, ${lineCount})`;
  return [
    `select cadence, period, '${dimension}' as dimension, ${segmentSql(dimension)} as segment,`,
    `  ${[`sum(${named}) as lines_named`, ...columns].join(",\n  ")}`,
    "from spans",
    ...whereSql(isPresent(dimension, "summed")),
    "group by cadence, period, segment",
  ].join("\n");
};
