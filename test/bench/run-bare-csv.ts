import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { report, since } from "./child.ts";

/** The peer of ingest: DuckDB's own reader, types declared, straight to one Parquet file. */
const [path = ""] = process.argv.slice(2);
const out = join(tmpdir(), `daybook-bare-${process.pid}.parquet`);
const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await instance.connect();
const started = performance.now();
const copied = await connection.run(`copy (select * from read_csv('${path}', header = true, columns = {
  'InvoiceNo': 'VARCHAR', 'StockCode': 'VARCHAR', 'Description': 'VARCHAR', 'Quantity': 'BIGINT',
  'InvoiceDate': 'TIMESTAMP', 'UnitPrice': 'DECIMAL(38, 9)', 'CustomerID': 'VARCHAR', 'Country': 'VARCHAR'
})) to '${out}' (format parquet, compression zstd)`);
report(since(started), `${copied.rowsChanged} rows`);
rmSync(out, { force: true });
