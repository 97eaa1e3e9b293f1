import type { ColumnType, LoadJob } from "../../shared/ports.ts";

const duckTypes: Readonly<Record<ColumnType, string>> = {
  STRING: "VARCHAR",
  INT64: "BIGINT",
  FLOAT64: "DOUBLE",
  NUMERIC: "DECIMAL(38, 9)",
  BOOL: "BOOLEAN",
  DATE: "DATE",
  DATETIME: "TIMESTAMP",
  TIMESTAMP: "TIMESTAMPTZ",
};

/**
 * What a BigQuery load with WRITE_TRUNCATE does to partitions, in DuckDB. Names come from contracts, dates
 * and paths are escaped; parts staged before a column was added to the contract lack it and give null.
 */
export const loadStatements = (job: LoadJob, paths: readonly string[]): string[] => {
  const table = job.table.split(".").map(name).join(".");
  const empty =
    job.replace === "all"
      ? `delete from ${table}`
      : `delete from ${table} where _file_date in (${job.replace.map((date) => `date ${text(date)}`).join(", ")})`;
  if (paths.length === 0) return [empty];
  const columns = job.columns.map((column) => name(column.name)).join(", ");
  const values = job.columns
    .map((column) => `cast(${name(column.name)} as ${duckTypes[column.type]})`)
    .join(", ");
  const files = paths.map(text).join(", ");
  // The table itself, without a row, names every column that the files may lack.
  const rows = `(from ${table} where false union all by name from read_parquet([${files}], union_by_name = true))`;
  return [empty, `insert into ${table} (${columns}) select ${values} from ${rows}`];
};

const name = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
