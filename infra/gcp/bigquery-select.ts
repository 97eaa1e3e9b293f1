import { randomUUID } from "node:crypto";
import { z } from "zod";
import { RetryLater } from "../../shared/errors.ts";
import type { Clock, Row } from "../../shared/ports.ts";
import type { BigQueryApi } from "./bigquery-api.ts";
import type { Bill } from "./bigquery-bill.ts";
import { ApiFault, adviceOn, quotaSpent, wordsOf } from "./bigquery-faults.ts";
import type { QueryParameter } from "./bigquery-parameters.ts";
import { rowsOf, TableRows, TableSchema } from "./bigquery-rows.ts";

const Page = z.object({
  jobComplete: z.boolean(),
  jobReference: z.object({ jobId: z.string(), location: z.string().optional() }).optional(),
  schema: TableSchema.optional(),
  rows: TableRows,
  pageToken: z.string().optional(),
  totalBytesBilled: z.string().optional(),
});
type Page = z.infer<typeof Page>;

export interface Select {
  readonly sql: string;
  readonly parameters: readonly QueryParameter[];
  readonly maximumBytesBilled: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly location: string;
  /** When to stop waiting, in milliseconds since 1970. */
  readonly until: number;
  readonly bill: Bill;
}

const longestAnswerMs = 10_000;

/** Reads all rows. It changes nothing, so the request's own id need not outlive it. */
export const select = async (api: BigQueryApi, clock: Clock, request: Select): Promise<readonly Row[]> => {
  try {
    return await allPages(api, clock, request);
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    const { fault } = error;
    if (fault.kind === "quota") throw quotaSpent("of a query", fault, error);
    if (fault.kind !== "permanent") throw error;
    throw new Error(`BigQuery refused a query: ${wordsOf(fault)}. ${adviceOn(fault.reason)}`, {
      cause: error,
    });
  }
};

const allPages = async (api: BigQueryApi, clock: Clock, request: Select): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  let schema: TableSchema | undefined;
  let page = await first(api, request);
  for (;;) {
    schema ??= page.schema;
    if (page.jobComplete) rows.push(...rowsOf(schema ?? { fields: [] }, page.rows));
    else if (clock.now().getTime() >= request.until)
      throw new RetryLater("a query in BigQuery is not complete at the deadline; ask again later");
    if (page.jobComplete && page.pageToken === undefined) {
      request.bill(page.jobReference?.jobId ?? "query", page.totalBytesBilled);
      return rows;
    }
    page = await next(api, request, page, page.pageToken);
  }
};

const first = (api: BigQueryApi, request: Select): Promise<Page> =>
  api.insist({
    method: "POST",
    path: "/queries",
    body: {
      query: request.sql,
      useLegacySql: false,
      parameterMode: "NAMED",
      queryParameters: request.parameters,
      maximumBytesBilled: request.maximumBytesBilled,
      labels: request.labels,
      location: request.location,
      timeoutMs: longestAnswerMs,
      // The same for each attempt, so that an unanswered one is not paid for twice.
      requestId: randomUUID(),
      formatOptions: { useInt64Timestamp: true },
    },
    answer: Page,
  });

const next = async (
  api: BigQueryApi,
  request: Select,
  { jobReference }: Page,
  pageToken: string | undefined,
): Promise<Page> => {
  if (!jobReference) throw new Error("BigQuery names no job for the rest of a query's rows");
  const page = await api.insist({
    method: "GET",
    path: `/queries/${jobReference.jobId}`,
    search: {
      location: jobReference.location ?? request.location,
      timeoutMs: String(longestAnswerMs),
      "formatOptions.useInt64Timestamp": "true",
      ...(pageToken === undefined ? {} : { pageToken }),
    },
    answer: Page,
  });
  return { ...page, jobReference };
};
