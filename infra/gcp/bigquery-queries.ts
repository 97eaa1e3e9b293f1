import { randomUUID } from "node:crypto";
import { z } from "zod";
import { RetryLater, ValueFault } from "../../shared/errors.ts";
import type { Clock, Row } from "../../shared/ports.ts";
import type { BigQueryApi } from "./bigquery-api.ts";
import type { BillingLog } from "./bigquery-billing.ts";
import { ApiFault, adviceOn, faultText, isValueFault, quotaExceeded } from "./bigquery-faults.ts";
import { type QueryParameter, TableRows, TableSchema, toRows } from "./bigquery-values.ts";

const Page = z.object({
  jobComplete: z.boolean(),
  jobReference: z.object({ jobId: z.string(), location: z.string().optional() }).optional(),
  schema: TableSchema.optional(),
  rows: TableRows,
  pageToken: z.string().optional(),
  totalBytesBilled: z.string().optional(),
});
type Page = z.infer<typeof Page>;

export interface QueryRequest {
  readonly sql: string;
  readonly parameters: readonly QueryParameter[];
  readonly maximumBytesBilled: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly location: string;
  /** When to stop waiting, in milliseconds since 1970. */
  readonly until: number;
  readonly clock: Clock;
  readonly logBilling: BillingLog;
}

const longestWaitMs = 10_000;

/** Runs a query and reads all its rows. A query changes nothing, so its request id is not kept. */
export const runQuery = async (api: BigQueryApi, request: QueryRequest): Promise<readonly Row[]> => {
  try {
    return await readAllPages(api, request);
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    const { fault } = error;
    if (fault.kind === "quota") throw quotaExceeded("of a query", fault, error);
    if (fault.kind !== "permanent") throw error;
    const refusal = isValueFault(fault) ? ValueFault : Error;
    throw new refusal(`BigQuery refused a query: ${faultText(fault)}. ${adviceOn(fault.reason)}`, {
      cause: error,
    });
  }
};

const readAllPages = async (api: BigQueryApi, request: QueryRequest): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  let schema: TableSchema | undefined;
  let page = await firstPage(api, request);
  for (;;) {
    schema ??= page.schema;
    if (page.jobComplete) rows.push(...toRows(schema ?? { fields: [] }, page.rows));
    else if (request.clock.now().getTime() >= request.until)
      throw new RetryLater("a BigQuery query is not complete at the deadline; ask again later");
    if (page.jobComplete && page.pageToken === undefined) {
      request.logBilling(page.jobReference?.jobId ?? "query", page.totalBytesBilled);
      return rows;
    }
    page = await nextPage(api, request, page, page.pageToken);
  }
};

const firstPage = (api: BigQueryApi, request: QueryRequest): Promise<Page> =>
  api.callWithRetries({
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
      timeoutMs: longestWaitMs,
      // All attempts share the id, so that a query whose answer was lost is not billed twice.
      requestId: randomUUID(),
      formatOptions: { useInt64Timestamp: true },
    },
    answer: Page,
  });

const nextPage = async (
  api: BigQueryApi,
  request: QueryRequest,
  { jobReference }: Page,
  pageToken: string | undefined,
): Promise<Page> => {
  if (!jobReference) throw new Error("BigQuery returned no job id to read the remaining rows of a query");
  const page = await api.callWithRetries({
    method: "GET",
    path: `/queries/${jobReference.jobId}`,
    search: {
      location: jobReference.location ?? request.location,
      timeoutMs: String(longestWaitMs),
      "formatOptions.useInt64Timestamp": "true",
      ...(pageToken === undefined ? {} : { pageToken }),
    },
    answer: Page,
  });
  return { ...page, jobReference };
};
