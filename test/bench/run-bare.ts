import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { prelude } from "../../infra/googlesql/prelude.ts";
import { toDuckDb } from "../../infra/googlesql/rewrite.ts";
import { parameterNames, splitStatements } from "../../infra/googlesql/statements.ts";
import { bindParams } from "../../infra/local/duckdb-values.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { rawTables } from "../../shared/contracts/raw-tables.ts";
import { cleanRules } from "../../shared/quality/clean-rules.ts";
import { bool, date, dates, text, texts } from "../../shared/sql.ts";
import { report, since } from "./child.ts";

/**
 * The peer: DuckDB alone reads all files with one read_csv into the raw table and runs the same SQL once.
 * No checksums, no line numbers, no quarantine of bad values, no ledger, nothing that survives a crash.
 */
const [folder = ""] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), "daybook-bare-"));
const started = performance.now();
const instance = await DuckDBInstance.create(join(home, "bare.duckdb"), { threads: "2" });
const connection = await instance.connect();
await connection.run(prelude);

const functions = new URL("../../functions/", import.meta.url);
const run = async (script: string, params = {}): Promise<void> => {
  for (const statement of splitStatements(script)) {
    const [values, types] = bindParams(params, parameterNames(statement));
    await connection.run(toDuckDb(statement), values, types);
  }
};
const sql = (name: string): string => readFileSync(new URL(name, functions), "utf8");

// The database is new: a statement that renames a column of an older one finds nothing to do.
for (const statement of splitStatements(rawTables(loadFeeds())))
  if (!/^\s*alter table/i.test(statement)) await run(statement);
await run(sql("2-clean/tables.sql"));
await run(sql("2-clean/sales/tables.sql"));
await run(sql("3-aggregate/sales/tables.sql"));
await connection.run(`
  insert into raw.transactions (
    invoice_no, stock_code, description, quantity, invoice_date, unit_price, currency, customer_id, country, store_id, discount,
    category, business_date, _source_date, _object, _generation, _row, _rescued, _quarantined
  )
  select InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, 'GBP',
    regexp_replace(CustomerID, '[.]0$', ''), Country, null, null, null,
    InvoiceDate::date, parse_filename(filename, true)::date, parse_filename(filename), 1, row_number() over (), null, UnitPrice < 0
  from read_csv('${folder}/*.csv', filename = true, header = true, columns = {
    'InvoiceNo': 'VARCHAR', 'StockCode': 'VARCHAR', 'Description': 'VARCHAR', 'Quantity': 'BIGINT',
    'InvoiceDate': 'TIMESTAMP', 'UnitPrice': 'DECIMAL(38, 9)', 'CustomerID': 'VARCHAR', 'Country': 'VARCHAR'})`);
const rows = await connection.runAndReadAll(
  "select distinct business_date::varchar from raw.transactions order by 1",
);
const days = rows.getRows().map(([day]) => String(day));
const params = {
  days: dates(days),
  file_dates: dates(days),
  reject_dates: dates(days),
  first_day: date(days[0] ?? ""),
  last_day: date(days.at(-1) ?? ""),
  recent_from: date("9999-12-31"),
  history_from: date("9999-12-31"),
  before_recent: date("0001-01-01"),
  codes: texts([]),
  rare_codes: texts([]),
  subject_rules: texts(cleanRules),
  recounted: texts([]),
  recount_all: bool(false),
  base_currency: text("GBP"),
  keep_duplicates: bool(false),
};
for (const name of [
  "2-clean/sales/incoming.sql",
  "2-clean/sales/found_prices.sql",
  "2-clean/sales/lines.sql",
  "2-clean/sales/quarantine.sql",
  "2-clean/quarantine.sql",
  "3-aggregate/sales/daily_customer_metrics.sql",
  "3-aggregate/sales/daily_sales.sql",
  "3-aggregate/sales/customers.sql",
])
  await run(sql(name), params);
const total = await connection.runAndReadAll("select sum(net)::varchar from metrics.daily_customer_metrics");
const seconds = since(started);
connection.closeSync();
instance.closeSync();
report(seconds, String(total.getRows()[0]?.[0]));
rmSync(home, { recursive: true, force: true });
