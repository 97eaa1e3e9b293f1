import { createReadStream, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { checkFile } from "../../functions/1-ingest/file-checks.ts";
import { stageRows } from "../../functions/1-ingest/stage-rows.ts";
import { type Inference, inferContracts } from "../../functions/operations/contract/infer.ts";
import type { LocalFile } from "../../functions/operations/drop/drop-report.ts";
import { checksumOfFile } from "../../infra/checksum.ts";
import { literal } from "../../infra/duckdb-sql.ts";
import { duckDbRowTyper } from "../../infra/typing/row-typer.ts";
import type { Feed } from "../../shared/contracts/feed.ts";
import { parseContract } from "../../shared/contracts/load-feeds.ts";
import { routeOf } from "../../shared/contracts/route.ts";

/** What `run --infer` makes of a folder of exports, up to the rows of raw.transactions. */
export interface ReadExport {
  readonly inference: Inference;
  /** invoice|code|quantity|price|currency|customer|time, or invoice|account|issued|due|paid|amount|currency, in the order of the files. */
  readonly rows: readonly string[];
  readonly rejects: readonly string[];
  readonly notes: readonly string[];
}

/** Drafts the contracts of these files and reads each file by them, as ingest does. `folder` is empty. */
export const readExport = async (
  folder: string,
  contents: Readonly<Record<string, string | Buffer>>,
): Promise<ReadExport> => {
  const files = Object.entries(contents).map(([name, content]) => written(folder, name, content));
  const inference = await inferContracts(files, { baseCurrency: "GBP" });
  const feeds = inference.drafts.map(({ feed, yaml }) => parseContract(yaml, `${feed}.yaml`));
  const read = { rows: [] as string[], rejects: [] as string[], notes: [] as string[] };
  for (const file of files.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const { feed, fileDate } = routeOf(feeds, file.name);
    if (feed && feed.name in rowTexts) await readFile(folder, { file, feed, fileDate: fileDate ?? "" }, read);
  }
  return { inference, ...read };
};

const written = (folder: string, name: string, content: string | Buffer): LocalFile => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return { name, path };
};

interface RoutedFile {
  readonly file: LocalFile;
  readonly feed: Feed;
  readonly fileDate: string;
}

const readFile = async (
  scratch: string,
  { file, feed, fileDate }: RoutedFile,
  into: { rows: string[]; rejects: string[]; notes: string[] },
): Promise<void> => {
  const updated = statSync(file.path).mtime.toISOString();
  const object = { ...(await checksumOfFile(file.path)), name: file.name, generation: "1", updated };
  const platform = {
    landing: { read: () => createReadStream(file.path) },
    typer: duckDbRowTyper(scratch),
    company: { timeZone: "UTC", baseCurrency: "GBP" },
  };
  const { staged, close } = await stageRows(platform, { feed, fileDate, object });
  try {
    checkFile(feed, staged, file.name);
    into.notes.push(...staged.notes.filter((note) => note.includes("left out")));
    into.rows.push(...(await query(staged.parts, rowTexts[feed.name] ?? "")));
    into.rejects.push(...(await query(staged.rejectFiles, "_row || ': ' || reasons")));
  } finally {
    await close();
  }
};

const rowTexts: Readonly<Record<string, string>> = {
  transactions: `concat_ws('|', invoice_no, stock_code, ${plain("quantity")}, ${plain("unit_price")}, currency, coalesce(customer_id, ''), strftime(invoice_date, '%Y-%m-%d %H:%M:%S'), if(_quarantined, 'QUARANTINED', null), if(discount <> 0, '-' || ${plain("discount")}, null))`,
  invoices: `concat_ws('|', invoice_id, account_id, issued_on, coalesce(due_on::varchar, ''), coalesce(paid_on::varchar, ''), ${plain("amount")}, currency)`,
};

function plain(column: string): string {
  return `regexp_replace(regexp_replace(coalesce(${column}::varchar, ''), '([.]\\d*?)0+$', '\\1'), '[.]$', '')`;
}

const query = async (parquets: readonly string[], expression: string): Promise<readonly string[]> => {
  if (parquets.length === 0) return [];
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const from = `read_parquet([${parquets.map(literal).join(", ")}])`;
    const found = await connection.runAndReadAll(`select ${expression} from ${from} order by _row`);
    return found.getRows().map(([text]) => String(text));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};
