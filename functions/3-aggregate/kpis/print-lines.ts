import { namesIn } from "../../../shared/kpis/formula/tree.ts";
import { Cadence, type Kpi } from "../../../shared/kpis/kpi.ts";
import { type Source, tierColumn } from "../../../shared/kpis/sources.ts";
import { tierOfDayJoin } from "../../../shared/kpis/tier-of-day.ts";

/** The first day of a line's period; null in a line that is read for the sake of another period. */
export const periodColumn: Readonly<Record<Cadence, string>> = {
  daily: "day_start",
  weekly: "week_start",
  monthly: "month_start",
};

const startSql: Readonly<Record<Cadence, string>> = {
  daily: "line.business_date",
  weekly: "date_trunc(line.business_date, week(monday))",
  monthly: "date_trunc(line.business_date, month)",
};

/** The name of the table of a source's rows inside of a script or a query. */
export const linesTable = ({ table }: Source): string => `${table.split(".")[0]}_kpi_lines`;

/** Which rows are read: those of these days (@read_days and its bounds), or all. */
export type Reading = "days" | "all";

/** A query for the rows of a source, with the columns that the KPIs need and no others. */
export const linesSql = (kpis: readonly Kpi[], source: Source, reading: Reading): string => {
  const used = usedColumns(kpis, source);
  const needsFirstOrders = used.includes("first_order_day");
  const needsTiers = used.includes(tierColumn);
  const own = used.filter((name) => !source.columns.get(name)?.computed && name !== "business_date");
  const columns = [
    "line.business_date",
    ...Cadence.options.map((cadence) => {
      const start = reading === "all" ? startSql[cadence] : `wanted_${cadence}.period`;
      return `${start} as ${periodColumn[cadence]}`;
    }),
    ...own.map((name) => `line.${name}`),
    ...(needsFirstOrders ? ["known.first_order_day"] : []),
    ...(needsTiers ? [`held.${tierColumn}`] : []),
  ];
  const join = `left join ${firstOrders(source)} as known on known.customer_id = line.customer_id`;
  return [
    `select ${columns.join(", ")}`,
    `from ${source.table} as line`,
    ...(needsFirstOrders ? [join] : []),
    ...(needsTiers ? [tierOfDayJoin(source.table, rowsRead(source, reading))] : []),
    ...(reading === "all" ? [] : Cadence.options.map((cadence) => wantedJoin(cadence, source))),
    `where ${rowsRead(source, reading)}`,
  ].join("\n");
};

const wantedJoin = (cadence: Cadence, { calendar }: Source): string =>
  `left join wanted_periods as wanted_${cadence} on wanted_${cadence}.calendar = '${calendar}' and wanted_${cadence}.cadence = '${cadence}' and wanted_${cadence}.period = ${startSql[cadence]}`;

/** The columns that the formulas and dimensions name. */
const usedColumns = (kpis: readonly Kpi[], { columns }: Source): readonly string[] => {
  const named = kpis.flatMap(({ formula, volume, dimensions }) => [
    ...namesIn(formula),
    ...namesIn(volume),
    ...dimensions,
  ]);
  return [...new Set(named)].filter((name) => columns.has(name)).sort();
};

export const usesFirstOrders = ({ formula, volume }: Kpi): boolean =>
  [...namesIn(formula), ...namesIn(volume)].includes("first_order_day");

/** Of clean lines they are kept up to date. Raw rows have no rule of what an order is: the first day with any row counts. */
const firstOrders = ({ table }: Source): string =>
  table === "clean.lines"
    ? "metrics.first_orders"
    : `(select customer_id, min(business_date) as first_order_day from ${table} where _source_date >= date '0001-01-01' group by customer_id)`;

/** A partition filter stands in each case: BigQuery demands one of raw rows. */
const rowsRead = ({ table }: Source, reading: Reading): string => {
  if (table === "raw.transactions")
    return reading === "all"
      ? "line._source_date >= date '0001-01-01' and line.business_date is not null"
      : "line._source_date in unnest(@file_dates) and line.business_date in unnest(@read_days)";
  return reading === "all"
    ? "line.business_date >= date '0001-01-01'"
    : "line.business_date between @read_from and @read_to and line.business_date in unnest(@read_days)";
};
