import { randomUUID } from "node:crypto";
import { z } from "zod";
import { RejectedInput } from "../../shared/errors.ts";
import type { Clock, Exploration } from "../../shared/ports.ts";
import { readPrices } from "../../shared/prices.ts";
import type { BigQueryApi } from "./bigquery-api.ts";
import type { BillingLog } from "./bigquery-billing.ts";
import { parametersFor } from "./bigquery-values.ts";

export interface Asking {
  readonly api: BigQueryApi;
  readonly projectId: string;
  readonly location: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly datasetPrefix: string;
  readonly clock: Clock;
  readonly jobId: (id: string) => string;
  /** What one question may read at most. Decimal digits. */
  readonly maximumBytesRead: string;
  readonly logBilling: BillingLog;
}

export const configurationOf = (
  { labels, maximumBytesRead }: Asking,
  { sql: asked, params }: Exploration,
  sql: string,
) => ({
  labels: { ...labels },
  query: {
    query: sql,
    useLegacySql: false,
    parameterMode: "NAMED",
    queryParameters: parametersFor(asked, params),
    maximumBytesBilled: maximumBytesRead,
  },
});

const DryRun = z.object({
  statistics: z.object({
    totalBytesProcessed: z.string(),
    query: z.object({
      statementType: z.string(),
      referencedTables: z.array(z.object({ projectId: z.string(), datasetId: z.string() })).default([]),
    }),
  }),
});

/** BigQuery's own reading of the statement is the second lock: it names every table, however it was spelt. */
export const estimated = async (asking: Asking, question: Exploration, sql: string) => {
  const { api, projectId, location, datasetPrefix, maximumBytesRead } = asking;
  const body = {
    jobReference: { projectId, jobId: asking.jobId(`price-${randomUUID()}`), location },
    configuration: { ...configurationOf(asking, question, sql), dryRun: true },
  };
  const { statistics } = await api.callWithRetries({ method: "POST", path: "/jobs", body, answer: DryRun });
  const { statementType, referencedTables } = statistics.query;
  const allowed = question.datasets.map((dataset) => `${datasetPrefix}${dataset}`);
  const foreign = referencedTables.find(
    (table) => table.projectId !== projectId || !allowed.includes(table.datasetId),
  );
  if (statementType !== "SELECT" || foreign)
    throw new RejectedInput(
      foreign
        ? `the dataset ${foreign.datasetId} cannot be read here; readable are ${question.datasets.join(", ")}`
        : "only a single SELECT statement can be run here",
    );
  const bytes = Number(statistics.totalBytesProcessed);
  const { price } = readPrices(undefined, location).prices.bigquery.query_tib;
  const estimate = { bytes, price: (bytes / 2 ** 40) * price, currency: "USD" as const };
  if (bytes > Number(maximumBytesRead))
    throw new RejectedInput(
      `the question would read ${bytes} bytes (USD ${estimate.price.toFixed(2)}), allowed are ${maximumBytesRead}: ask for fewer columns or days`,
    );
  return estimate;
};
