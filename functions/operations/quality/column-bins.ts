import type { Column, Feed } from "../../../shared/contracts/feed.ts";
import { firstDate } from "../../../shared/dates.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { date } from "../../../shared/sql.ts";

/** How many values of a column lie in each bin, by file. */
export interface ColumnBins {
  readonly column: string;
  /** Bins of numbers have an order, those of words have none. */
  readonly ordered: boolean;
  readonly files: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Words are compared where they are few: no file has the same customers as the one before. */
const mostWords = 50;

const numbers = ["INT64", "NUMERIC", "FLOAT64"];
const words = ["STRING", "BOOL"];

/** Personal columns are left out. Identifiers are the contract's. */
export const readBins = async (
  { query }: Pick<Warehouse, "query">,
  feed: Feed,
): Promise<readonly ColumnBins[]> => {
  const params = { from_day: date(firstDate) };
  const open = feed.columns.filter(({ pii }) => !pii);
  const texts = open.filter(({ type }) => words.includes(type));
  const [counts = {}] = texts.length === 0 ? [] : await query(distinctSql(feed, texts), params);
  const few = texts.filter(({ name }) => Number(counts[`${name}_words`]) <= mostWords);
  const compared = [...open.filter(({ type }) => numbers.includes(type)), ...few];
  if (compared.length === 0) return [];
  const rows = await query(binsSql(feed, compared), params);
  return [...Map.groupBy(rows, (row) => String(row["column_name"]))].map(([column, own]) => ({
    column,
    ordered: compared.some(({ name, type }) => name === column && numbers.includes(type)),
    files: new Map(
      [...Map.groupBy(own, (row) => String(row["file"]))].map(([file, some]) => [
        file,
        new Map(some.map((row) => [String(row["bin"]), Number(row["value_count"])])),
      ]),
    ),
  }));
};

const rowsOf = ({ table }: Feed): string =>
  `from ${table}\nwhere _source_date >= @from_day and not _quarantined`;

const distinctSql = (feed: Feed, columns: readonly Column[]): string =>
  `select ${columns.map(({ name }) => `count(distinct ${name}) as ${name}_words`).join(", ")}\n${rowsOf(feed)}`;

/** The rows of each bin, by file and column. */
export const binsSql = (feed: Feed, columns: readonly Column[]): string =>
  columns
    .map(({ name, type }) => {
      const bin = numbers.includes(type) ? sizeSql(name) : `cast(${name} as string)`;
      return `select _object as file, '${name}' as column_name, ${bin} as bin, count(*) as value_count
${rowsOf(feed)} and ${name} is not null
group by file, bin`;
    })
    .join("\nunion all\n");

/** The sign and the order of magnitude, in steps by a factor of 1.28. */
const sizeSql = (name: string): string => {
  const size = `abs(cast(${name} as float64))`;
  return `case when ${name} = 0 then '0' else concat(if(${name} < 0, '-', ''), cast(cast(round(ln(${size}) * 4) + 1000 as int64) as string)) end`;
};
