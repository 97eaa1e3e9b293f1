import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { csvText } from "../../../shared/csv-text.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import { askInSql } from "../../../shared/query/ask.ts";

export type TableFormat = "csv" | "parquet";

export interface WrittenTable {
  readonly table: string;
  readonly file: string;
}

export interface WriteOptions {
  readonly format: TableFormat;
  /** A file for one table, or a folder. */
  readonly pathOf: (table: string) => string;
  readonly masked: boolean;
}

/** Two gigabytes: what one answer can hold. */
const mostBytes = 2 ** 31 - 1;
const wholeTable = { mostRows: 2 ** 40, mostBytes, timeoutMs: 3_600_000 };
/** Exports hold people's data. */
const mode = 0o600;

/** Writes whole tables. Names come from the definitions of the tables. */
export const writeTables = async (
  platform: Pick<Platform, "warehouse" | "feeds">,
  tables: readonly string[],
  options: WriteOptions,
): Promise<readonly WrittenTable[]> => {
  const { warehouse } = platform;
  if (!warehouse.explore && (options.format === "parquet" || options.masked))
    throw new RejectedInput(
      "a deployment's tables are exported with --format csv and without --masked; `bq extract` writes Parquet",
    );
  const written: WrittenTable[] = [];
  for (const table of tables) {
    const file = options.pathOf(table);
    mkdirSync(dirname(file), { recursive: true });
    if (warehouse.explore) await writeTable(platform, table, file, options);
    else writeFileSync(file, csvText(await warehouse.query(`select * from ${table}`)), { mode });
    written.push({ table, file });
  }
  return written;
};

const writeTable = async (
  platform: Pick<Platform, "warehouse" | "feeds">,
  table: string,
  file: string,
  { format, masked }: WriteOptions,
): Promise<void> => {
  const { parquet = new Uint8Array() } = await askInSql(
    platform,
    { sql: `select * from ${table}` },
    { limits: wholeTable, personal: !masked, operates: true, format: "parquet" },
  );
  if (format === "parquet") writeFileSync(file, parquet, { mode });
  else await writeCsv(file, parquet);
};

/** By way of Parquet, so that a table need not fit into memory as rows. */
const writeCsv = async (file: string, parquet: Uint8Array): Promise<void> => {
  const { parquetRows } = await import("../../local/parquet-rows.ts");
  const beside = `${file}.parquet.tmp`;
  writeFileSync(beside, parquet, { mode });
  writeFileSync(file, "", { mode });
  try {
    let isFirst = true;
    for await (const { columns, rows } of parquetRows(beside)) {
      const text = csvText(rows, columns);
      // The header comes with each piece.
      appendFileSync(file, isFirst ? text : text.slice(text.indexOf("\r\n") + 2));
      isFirst = false;
    }
  } finally {
    rmSync(beside, { force: true });
  }
};

export const fileIn = (folder: string, table: string, format: TableFormat): string =>
  join(folder, `${table}.${format}`);
