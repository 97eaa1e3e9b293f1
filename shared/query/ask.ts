import { RejectedInput } from "../errors.ts";
import type { Platform } from "../platform.ts";
import type { Explored, Params } from "../ports.ts";
import { boundParams, savedQuery } from "./saved-queries.ts";

/** Either a statement, or the name of a saved one with its parameters. */
export type Question =
  | { readonly sql: string }
  | { readonly saved: string; readonly params: Readonly<Record<string, string>> };

export interface Limits {
  readonly mostRows: number;
  readonly mostBytes: number;
  readonly timeoutMs: number;
}

/** What a page asks for. */
export const usualLimits: Limits = { mostRows: 10_000, mostBytes: 20_000_000, timeoutMs: 30_000 };

/** Tables of facts. Not ops, and nothing of the engine's own. */
const factDatasets = ["raw", "clean", "metrics", "features", "predictions", "insights", "credit"];

interface Manner {
  readonly limits: Limits;
  /** Whether the person who asks may see personal data. */
  readonly personal: boolean;
  /** Whether the person who asks operates the installation, and may look at what it notes of its own work. */
  readonly operates?: boolean;
  readonly format: "rows" | "parquet";
  readonly estimateOnly?: boolean;
  readonly signal?: AbortSignal;
}

/** Answers a question by reading only. Throws RejectedInput with what whoever asked can do about it. */
export const askInSql = async (
  { warehouse, feeds }: Pick<Platform, "warehouse" | "feeds">,
  question: Question,
  { limits, personal, operates = false, format, estimateOnly = false, signal }: Manner,
): Promise<Explored> => {
  if (!warehouse.explore)
    throw new RejectedInput("asking in SQL is switched off here: use `daybook sql` with your own rights");
  const { sql, params } = statementOf(question);
  return warehouse.explore({
    sql,
    params,
    datasets: operates ? [...factDatasets, "ops"] : factDatasets,
    masked: personal ? [] : personalColumns(feeds),
    ...limits,
    format,
    estimateOnly,
    signal,
  });
};

const statementOf = (question: Question): { readonly sql: string; readonly params: Params } => {
  if ("sql" in question) return { sql: question.sql, params: {} };
  const query = savedQuery(question.saved);
  return { sql: query.sql, params: boundParams(query, question.params) };
};

/** By name, in every table: a clean table calls a customer what the contract calls them. Cells of unknown columns, too. */
const personalColumns = (feeds: Platform["feeds"]): readonly string[] => [
  ...new Set([
    ...feeds.flatMap(({ columns }) => columns.filter(({ pii }) => pii).map(({ name }) => name)),
    "_rescued",
    "waits_for",
    "key_value",
    "entity",
  ]),
];
