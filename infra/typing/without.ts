import type { DuckDBConnection } from "@duckdb/node-api";
import type { Feed } from "../../shared/contracts/feed.ts";
import { personColumns } from "../../shared/contracts/person-columns.ts";
import type { LeftOut } from "../../shared/staging.ts";
import type { Erased } from "../../shared/work/erasures.ts";
import { literal, quoted } from "../duckdb-sql.ts";

/** Copies a Parquet file of typed rows without erased people. The hashes are compared here, not in SQL. */
export const without = async (
  connection: DuckDBConnection,
  parquet: string,
  feed: Feed,
  erased: Erased,
): Promise<LeftOut | undefined> => {
  const columns = personColumns(feed);
  if (columns.length === 0) return undefined;
  const rows = `read_parquet(${literal(parquet)})`;
  const read = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const names = columns
    .map((column) => `select distinct ${quoted(column)} as id from ${rows}`)
    .join(" union ");
  const found = await read(`select id from (${names}) where id is not null`);
  const ids = found.map(([id]) => String(id)).filter((id) => erased.has(id));
  if (ids.length === 0) return undefined;
  const list = ids.map(literal).join(", ");
  const isErased = `(${columns.map((column) => `coalesce(${quoted(column)} in (${list}), false)`).join(" or ")})`;
  const day = feed.businessDate === undefined ? "NULL::VARCHAR" : "business_date::VARCHAR";
  const perDay = await read(
    `select ${day}, count(*), count_if(not "_quarantined") from ${rows} where ${isErased} group by 1 order by 1`,
  );
  const sum = (index: number) => perDay.reduce((total, row) => total + Number(row[index]), 0);
  const path = parquet.replace(/(\.parquet)?$/, "-kept.parquet");
  const kept = await connection.run(
    `copy (select * from ${rows} where not ${isErased}) to ${literal(path)} (format parquet, compression lz4_raw)`,
  );
  return {
    path: kept.rowsChanged > 0 ? path : undefined,
    allRows: sum(1),
    rows: sum(2),
    days: perDay.flatMap(([of, count]) => (of === null ? [] : [{ day: String(of), rows: Number(count) }])),
  };
};
