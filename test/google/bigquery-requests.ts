import { significant } from "../../infra/googlesql/lexer.ts";
import { renamedColumn, splitStatements } from "../../infra/googlesql/statements.ts";
import { type Load, loadRules } from "./bigquery-jobs.ts";
import {
  columnNameRules,
  datasetIdRules,
  jobIdRules,
  type Table,
  tableIdRules,
  tableRules,
} from "./bigquery-names.ts";
import { partitionFilterRules, queryRequestRules, transactionRules } from "./bigquery-statements.ts";
import { type Labels, labelRules } from "./labels.ts";
import { refusals } from "./rule.ts";

/** Why BigQuery refuses a table of this name (`dataset.table`) and form. */
export const tableRefusals = (name: string, table: Table): string[] => {
  const [dataset = "", id = ""] = name.split(".");
  return [
    ...refusals(datasetIdRules, dataset),
    ...refusals(tableIdRules, id),
    ...refusals(tableRules, table),
    ...table.columns.flatMap((column) => refusals(columnNameRules, column.name)),
  ];
};

/** Why BigQuery refuses a script, whatever its tables hold. `filtered` are the tables that demand a filter. */
export const scriptRefusals = (script: string, filtered: Readonly<Record<string, string>> = {}): string[] => [
  ...namedColumns(script).flatMap((name) => refusals(columnNameRules, name)),
  ...transactionsIn(script).flatMap((statements) => refusals(transactionRules, statements)),
  ...refusals(partitionFilterRules, { sql: script, filtered }),
];

/** Columns that BigQuery adds by itself. */
const pseudoColumns = new Set(["_PARTITIONTIME", "_PARTITIONDATE", "_TABLE_SUFFIX", "_FILE_NAME"]);

/**
 * No table can have a column with a refused name, so a statement that names one fails too. What RENAME COLUMN IF EXISTS
 * names need not exist.
 */
const namedColumns = (script: string): string[] => [
  ...new Set(
    splitStatements(script).flatMap((statement) => {
      const may = new Set([...pseudoColumns, renamedColumn(statement)?.from.toUpperCase()]);
      return significant(statement).flatMap(({ kind, text }) =>
        kind === "word" && !may.has(text.toUpperCase()) ? [text] : [],
      );
    }),
  ),
];

const transactionsIn = (script: string): string[][] => {
  const found: string[][] = [];
  let open: string[] | undefined;
  for (const statement of splitStatements(script)) {
    if (/^begin\b/i.test(statement)) open = [];
    else if (/^(commit|rollback)\b/i.test(statement)) {
      found.push(open ?? []);
      open = undefined;
    } else open?.push(statement);
  }
  return open === undefined ? found : [...found, open];
};

interface Query {
  readonly query: string;
  readonly queryParameters?: readonly unknown[];
  readonly labels?: Labels;
  readonly requestId?: string;
}

export interface JobRequest {
  readonly jobReference: { readonly jobId: string };
  readonly configuration: {
    readonly labels?: Labels;
    readonly query?: Query | undefined;
    readonly load?: (Load & { readonly destinationTable: { readonly datasetId: string } }) | undefined;
  };
}

/** Why BigQuery refuses `jobs.query`. */
export const queryRefusals = (request: Query, filtered?: Readonly<Record<string, string>>): string[] => [
  ...refusals(labelRules, request.labels ?? {}),
  ...requestRefusals(request, request),
  ...scriptRefusals(request.query, filtered),
];

/** Why BigQuery refuses `jobs.insert`. */
export const jobRefusals = (
  { jobReference, configuration }: JobRequest,
  filtered?: Readonly<Record<string, string>>,
): string[] => {
  const { labels = {}, query, load } = configuration;
  return [
    ...refusals(jobIdRules, jobReference.jobId),
    ...refusals(labelRules, labels),
    ...(query ? requestRefusals(query, configuration) : []),
    ...(query ? scriptRefusals(query.query, filtered) : []),
    ...(load ? refusals(loadRules, load) : []),
    ...(load ? tableRefusals(targetOf(load.destinationTable), { columns: load.schema?.fields ?? [] }) : []),
  ];
};

const requestRefusals = ({ query, queryParameters = [], requestId = "" }: Query, whole: unknown): string[] =>
  refusals(queryRequestRules, {
    sql: query,
    parameters: queryParameters.length,
    bytes: Buffer.byteLength(JSON.stringify(whole)),
    requestId,
  });

/** A partition is named after the table and a dollar sign. */
const targetOf = ({ datasetId, tableId }: { readonly datasetId: string; readonly tableId: string }): string =>
  `${datasetId}.${tableId.replace(/\$.*$/, "")}`;
