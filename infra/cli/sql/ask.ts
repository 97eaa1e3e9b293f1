import type { Platform } from "../../../shared/platform.ts";
import type { Explored } from "../../../shared/ports.ts";
import { askInSql, type Question } from "../../../shared/query/ask.ts";
import { boundParams, savedQuery } from "../../../shared/query/saved-queries.ts";
import { mostBytes, type SqlLimits } from "./limits.ts";

export interface Asking {
  readonly limits: SqlLimits;
  readonly mostRows: number;
  readonly masked: boolean;
  readonly format: "rows" | "parquet";
  readonly signal: AbortSignal;
}

/** An operator's question, by the engine that answers POST /v1/query. */
export const askTables = async (
  platform: Pick<Platform, "warehouse" | "feeds">,
  question: Question,
  { limits, mostRows, masked, format, signal }: Asking,
): Promise<Explored> => {
  if (!masked && format === "rows" && !platform.warehouse.explore)
    return askDeployment(platform, question, mostRows);
  return askInSql(platform, question, {
    limits: { mostRows, mostBytes, timeoutMs: limits.timeout * 1000 },
    personal: !masked,
    operates: true,
    format,
    signal,
  });
};

/** BigQuery has limits of its own, which the project sets. */
const askDeployment = async (
  { warehouse }: Pick<Platform, "warehouse">,
  question: Question,
  mostRows: number,
): Promise<Explored> => {
  const rows = await ("sql" in question
    ? warehouse.query(question.sql)
    : askSaved(warehouse, question.saved, question.params));
  return {
    columns: Object.keys(rows[0] ?? {}),
    rows: rows.slice(0, mostRows),
    truncated: rows.length > mostRows,
  };
};

const askSaved = (
  warehouse: Platform["warehouse"],
  name: string,
  params: Readonly<Record<string, string>>,
) => {
  const query = savedQuery(name);
  return warehouse.query(query.sql, boundParams(query, params));
};
