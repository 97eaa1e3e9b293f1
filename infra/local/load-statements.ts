import type { LoadJob } from "../../shared/ports.ts";
import { duckTypes, literal, quoted } from "../duckdb-sql.ts";

/**
 * The DuckDB equivalent of a BigQuery load with WRITE_TRUNCATE into partitions. Names come from contracts; dates
 * and paths are escaped. Files staged before a column was added lack it: their rows get NULL.
 */
export const loadStatements = (job: LoadJob, paths: readonly string[]): string[] => {
  const table = job.table.split(".").map(quoted).join(".");
  const empty =
    job.replace === "all"
      ? `delete from ${table}`
      : `delete from ${table} where _file_date in (${job.replace.map((date) => `date ${literal(date)}`).join(", ")})`;
  if (paths.length === 0) return [empty];
  const columns = job.columns.map((column) => quoted(column.name)).join(", ");
  const values = job.columns
    .map((column) => `cast(${quoted(column.name)} as ${duckTypes[column.type]})`)
    .join(", ");
  const files = paths.map(literal).join(", ");
  // The empty selection from the table adds the columns that the files lack.
  const rows = `(from ${table} where false union all by name from read_parquet([${files}], union_by_name = true))`;
  return [empty, `insert into ${table} (${columns}) select ${values} from ${rows}`];
};
