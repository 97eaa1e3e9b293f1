import type { LoadJob } from "../../shared/ports.ts";
import { slicesOf } from "../../shared/slices.ts";
import { duckTypes, literal, quoted } from "../duckdb-sql.ts";

/** Files that version 0.1 staged have the column under its old name. */
const sourceDate = "coalesce(_source_date, _file_date)";

/**
 * The DuckDB equivalent of a BigQuery load with WRITE_TRUNCATE into partitions. Names come from contracts; dates
 * and paths are escaped. Files staged before a column was added lack it: their rows get NULL.
 */
export const loadStatements = (job: LoadJob, paths: readonly string[]): string[] => {
  const table = job.table.split(".").map(quoted).join(".");
  const empty =
    job.replace === "all"
      ? `delete from ${table}`
      : `delete from ${table} where _source_date in (${job.replace.map((date) => `date ${literal(date)}`).join(", ")})`;
  if (paths.length === 0) return [empty];
  const columns = job.columns.map((column) => quoted(column.name)).join(", ");
  const values = job.columns
    .map(
      ({ name, type }) =>
        `cast(${name === "_source_date" ? sourceDate : quoted(name)} as ${duckTypes[type]})`,
    )
    .join(", ");
  const insert = (some: readonly string[]): string => {
    const files = some.map(literal).join(", ");
    // The empty selection from the table adds the columns that the files lack.
    const rows = `(select *, null::date as _file_date from ${table} where false union all by name from read_parquet([${files}], union_by_name = true))`;
    return `insert into ${table} (${columns}) select ${values} from ${rows}`;
  };
  return [empty, ...slicesOf(paths, filesAtOnce).map(insert)];
};

/** A file that a statement reads keeps half a megabyte until the statement ends: 3,000 would be more than there is. */
const filesAtOnce = 400;
