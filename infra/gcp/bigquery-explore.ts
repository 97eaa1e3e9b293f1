import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { RejectedInput } from "../../shared/errors.ts";
import type { Clock, Exploration, Explored, Row } from "../../shared/ports.ts";
import { askedStatement, tablesAsked } from "../googlesql/asked-statement.ts";
import { maskedTables } from "../googlesql/masked-tables.ts";
import { withDatasetPrefix } from "./bigquery-dataset-prefix.ts";
import { type Asking, configurationOf, estimated } from "./bigquery-estimate.ts";
import { ApiFault, ErrorProto } from "./bigquery-faults.ts";
import { parquetOf } from "./bigquery-parquet.ts";
import { TableRows, TableSchema, toRows } from "./bigquery-values.ts";

/** The function that asks has thirty seconds for a request. */
const longestMs = 25_000;
const pollMs = 500;

const salt = randomBytes(16).toString("hex");

/** Answers a person's question: BigQuery first says what it would read, and only a question within the limit is run. */
export const exploreBigQuery = async (asking: Asking, question: Exploration): Promise<Explored> => {
  try {
    const sql = withDatasetPrefix(await readable(asking, question), asking.datasetPrefix);
    const estimate = await estimated(asking, question, sql);
    const nothing = { columns: [], rows: [], truncated: false };
    if (question.estimateOnly) return { ...nothing, estimate };
    return { ...(await run(asking, question, sql)), estimate };
  } catch (error) {
    if (error instanceof ApiFault && error.fault.kind === "permanent")
      throw new RejectedInput(error.fault.message, { cause: error });
    throw error;
  }
};

/** The statement over allowed tables, with pseudonyms for personal data. */
const readable = async (asking: Asking, { sql, datasets, masked }: Exploration): Promise<string> => {
  const statement = askedStatement(sql, datasets);
  if (masked.length === 0) return statement;
  const columns = new Map<string, readonly string[]>();
  for (const name of new Set(tablesAsked(statement).filter((each) => each.includes("."))))
    columns.set(name, await columnsOf(asking, name));
  return maskedTables(statement, (table) => columns.get(table) ?? [], masked, salt);
};

const TableAnswer = z.object({ schema: TableSchema });

const columnsOf = async ({ api, datasetPrefix }: Asking, name: string): Promise<readonly string[]> => {
  const [dataset = "", table = "", ...rest] = name.split(".");
  // Of several tables at once nobody could tell which columns are personal.
  if (rest.length > 0 || !/^\w+$/.test(table)) throw new RejectedInput(`${name} is no table of a dataset`);
  const path = `/datasets/${datasetPrefix}${dataset.toLowerCase()}/tables/${table}`;
  const { schema } = await api.callWithRetries({ method: "GET", path, answer: TableAnswer });
  return schema.fields.map((field) => field.name);
};

const Submitted = z.object({ status: z.object({ state: z.string(), errorResult: ErrorProto.optional() }) });

const Page = z.object({
  jobComplete: z.boolean(),
  schema: TableSchema.optional(),
  rows: TableRows,
  pageToken: z.string().optional(),
  totalBytesBilled: z.string().optional(),
});

const run = async (asking: Asking, question: Exploration, sql: string): Promise<Explored> => {
  const { api, clock, projectId, location } = asking;
  const until = clock.now().getTime() + Math.min(question.timeoutMs, longestMs);
  const id = asking.jobId(`ask-${randomUUID()}`);
  const body = {
    jobReference: { projectId, jobId: id, location },
    configuration: configurationOf(asking, question, sql),
  };
  await api.call({ method: "POST", path: "/jobs", body, answer: Submitted });
  const rows: Row[] = [];
  let schema: TableSchema = { fields: [] };
  let bytes = 0;
  for (let token: string | undefined, more = true; more; ) {
    const stopped = whyStopped(question, clock, until);
    if (stopped !== undefined) return stop(asking, id, stopped);
    const page = await nextPage(asking, id, question.mostRows + 1, token);
    if (!page.jobComplete) {
      await clock.sleep(pollMs);
      continue;
    }
    schema = page.schema ?? schema;
    const found = toRows(schema, page.rows);
    bytes += JSON.stringify(found).length;
    if (bytes > question.mostBytes)
      throw new RejectedInput(
        `the answer has more than ${question.mostBytes} bytes: ask for fewer rows or columns`,
      );
    rows.push(...found);
    token = page.pageToken;
    more = token !== undefined && rows.length <= question.mostRows;
    if (!more) asking.logBilling(id, page.totalBytesBilled);
  }
  return answerOf(question, schema, rows);
};

const answerOf = ({ format, mostRows }: Exploration, schema: TableSchema, rows: readonly Row[]): Explored => {
  const shown = rows.slice(0, mostRows);
  const answer = {
    columns: schema.fields.map(({ name }) => name),
    rows: format === "parquet" ? [] : shown,
    truncated: rows.length > mostRows,
  };
  return format === "parquet" ? { ...answer, parquet: parquetOf(schema, shown) } : answer;
};

const whyStopped = ({ signal, timeoutMs }: Exploration, clock: Clock, until: number): string | undefined => {
  if (signal?.aborted) return "it was cancelled";
  return clock.now().getTime() >= until
    ? `it took longer than ${Math.min(timeoutMs, longestMs) / 1000} seconds`
    : undefined;
};

/** What BigQuery has read until then is billed; nothing after it. */
const stop = async ({ api, location }: Asking, id: string, why: string): Promise<never> => {
  await api.callWithRetries({
    method: "POST",
    path: `/jobs/${id}/cancel`,
    search: { location },
    answer: z.unknown(),
  });
  throw new RejectedInput(`the question was stopped: ${why}`);
};

const nextPage = (
  { api, location }: Asking,
  id: string,
  rows: number,
  token: string | undefined,
): Promise<z.infer<typeof Page>> =>
  api.callWithRetries({
    method: "GET",
    path: `/queries/${id}`,
    search: {
      location,
      timeoutMs: String(pollMs),
      maxResults: String(rows),
      "formatOptions.useInt64Timestamp": "true",
      ...(token === undefined ? {} : { pageToken: token }),
    },
    answer: Page,
  });
