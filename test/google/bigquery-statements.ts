import { significant } from "../../infra/googlesql/lexer.ts";
import { unfilteredTable } from "./partition-filters.ts";
import { atMost, type Rule } from "./rule.ts";

const quotas = "https://cloud.google.com/bigquery/quotas#query_jobs";
const transactions =
  "https://cloud.google.com/bigquery/docs/transactions#statements_supported_in_transactions";

/** What one request to run SQL looks like from outside. A megabyte is counted as 1,000,000: the stricter way. */
export interface QueryRequest {
  readonly sql: string;
  readonly parameters: number;
  /** Of the whole request: SQL, parameters and all. */
  readonly bytes: number;
  readonly requestId?: string;
}

export const queryRequestRules: readonly Rule<QueryRequest>[] = [
  {
    name: "statement-length",
    service: "BigQuery",
    says: "A query has 1 MB at most before its views are resolved.",
    source: quotas,
    refuses: ({ sql }) => atMost(1_000_000, "bytes of SQL")(Buffer.byteLength(sql)),
  },
  {
    name: "request-size",
    service: "BigQuery",
    says: "A request has 10 MB at most, its parameters included.",
    source: quotas,
    refuses: ({ bytes }) => atMost(10_000_000, "bytes in the request")(bytes),
  },
  {
    name: "parameter-count",
    service: "BigQuery",
    says: "A query has 10,000 parameters at most.",
    source: quotas,
    refuses: ({ parameters }) => atMost(10_000, "parameters")(parameters),
  },
  {
    name: "request-id",
    service: "BigQuery",
    says: "The id of a request has 36 ASCII characters at most.",
    source: "https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query#QueryRequest",
    refuses: ({ requestId = "" }) =>
      /^[ -~]{0,36}$/.test(requestId) ? undefined : `request id "${requestId}"`,
  },
];

/** Rules about the statements between BEGIN TRANSACTION and COMMIT TRANSACTION. */
export const transactionRules: readonly Rule<readonly string[]>[] = [
  {
    name: "statement-in-transaction",
    service: "BigQuery",
    says: "A transaction holds queries, DML, TRUNCATE TABLE, and DDL of temporary tables and functions alone.",
    source: transactions,
    refuses: (statements) => {
      const made = new Set(statements.flatMap(temporaryName));
      const bad = statements.find((statement) => !mayStand(opening(statement), made));
      return bad && opening(bad).join(" ");
    },
  },
  {
    name: "replace-temp-in-transaction",
    service: "BigQuery",
    says: "The documented form is CREATE TEMP TABLE, without OR REPLACE.",
    source: transactions,
    suspected: true,
    refuses: (statements) => {
      const bad = statements.find((statement) =>
        /^create or replace temp/.test(opening(statement).join(" ")),
      );
      return bad && opening(bad).join(" ");
    },
  },
];

const allowed = new Set(
  "( select with insert update delete merge truncate begin commit rollback assert declare set".split(" "),
);

const mayStand = (words: readonly string[], made: ReadonlySet<string>): boolean => {
  const [first = "", second = ""] = words;
  if (allowed.has(first)) return true;
  if (first === "drop") return made.has(words.at(second === "table" && words[2] === "if" ? 4 : 2) ?? "");
  return first === "create" && words.slice(1, 4).some((word) => /^temp(orary)?$/.test(word));
};

const temporaryName = (statement: string): string[] => {
  const [, name] =
    /^create (?:or replace )?temp(?:orary)? (?:table|function) (?:if not exists )?(\S+)/.exec(
      opening(statement).join(" "),
    ) ?? [];
  return name === undefined ? [] : [name];
};

const opening = (statement: string): string[] =>
  significant(statement)
    .slice(0, 8)
    .map(({ text }) => text.toLowerCase());

/** A statement, and the tables that demand a filter, each with the column that it is partitioned by. */
export interface FilteredQuery {
  readonly sql: string;
  readonly filtered: Readonly<Record<string, string>>;
}

export const partitionFilterRules: readonly Rule<FilteredQuery>[] = [
  {
    name: "partition-filter",
    service: "BigQuery",
    says: "Of a table that demands it, each query bounds the partitions by constants: in UPDATE and DELETE as well.",
    source:
      "https://cloud.google.com/bigquery/docs/querying-partitioned-tables#require_a_partition_filter_in_queries",
    refuses: ({ sql, filtered }) => {
      const table = unfilteredTable(sql, filtered);
      return table && `${table} without a filter over ${filtered[table]}`;
    },
  },
];
