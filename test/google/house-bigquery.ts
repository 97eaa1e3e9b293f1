import { globSync, readFileSync } from "node:fs";
import { changingFeeds } from "../../functions/2-clean/changes/changing-feed.ts";
import { markEnded, rewriteHistory } from "../../functions/2-clean/changes/fold-sql.ts";
import { tableSchemas } from "../../infra/deploy/table-schemas.ts";
import { planLoad } from "../../infra/gcp/bigquery-loads.ts";
import { safeJobId } from "../../infra/gcp/bigquery-names.ts";
import { isDefinition, splitStatements } from "../../infra/googlesql/statements.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { rawColumns, rawRowsOfPerson } from "../../shared/contracts/raw-tables.ts";
import { routeOf } from "../../shared/contracts/route.ts";
import type { LoadJob } from "../../shared/ports.ts";
import { rejectColumns } from "../../shared/staging.ts";
import { loadRules } from "./bigquery-jobs.ts";
import { jobIdRules } from "./bigquery-names.ts";
import { quotaRules } from "./bigquery-quotas.ts";
import { scriptRefusals, tableRefusals } from "./bigquery-requests.ts";
import { refusals } from "./rule.ts";

/** Something of the project, and why Google refuses it. */
export interface Finding {
  readonly place: string;
  readonly reasons: readonly string[];
}

type Schemas = Awaited<ReturnType<typeof tableSchemas>>;

const terraformTables = (): Schemas => JSON.parse(readFileSync("terraform/tables.json", "utf8"));

export const tableFindings = async (): Promise<Finding[]> =>
  [terraformTables(), await tableSchemas()].flatMap((tables) =>
    Object.entries(tables).map(([name, table]) => ({ place: name, reasons: tableRefusals(name, table) })),
  );

export const contractFindings = (): Finding[] =>
  loadFeeds().map((feed) => ({
    place: `contract ${feed.name}`,
    reasons: tableRefusals(feed.table, { columns: rawColumns(feed) }),
  }));

/** Tables that Terraform makes with a demand for a filter, each with its partitioning column. */
const filteredTables = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(terraformTables()).flatMap(([name, { filter, partition }]) =>
      filter && partition !== null ? [[name, partition]] : [],
    ),
  );

/** Every SQL file, and the SQL that contracts become. Statements that are not definitions run as one transaction. */
export const scriptFindings = (): Finding[] => {
  const files = globSync("{functions,shared}/**/*.sql").map((file) => ({
    place: file,
    sql: readFileSync(file, "utf8"),
  }));
  const filtered = filteredTables();
  const folds = changingFeeds(loadFeeds()).flatMap((feed) => [
    { place: `markEnded of ${feed.name}`, sql: markEnded(feed) },
    { place: `rewriteHistory of ${feed.name}`, sql: rewriteHistory(feed) },
  ]);
  return [...files, ...folds, { place: "rawRowsOfPerson", sql: rawRowsOfPerson(loadFeeds()) }].map(
    ({ place, sql }) => {
      const statements = splitStatements(sql).filter((statement) => !isDefinition(statement));
      const transaction = ["begin transaction", ...statements, "commit transaction"].join(";\n");
      return {
        place,
        reasons: [...new Set([...scriptRefusals(sql), ...scriptRefusals(transaction, filtered)])],
      };
    },
  );
};

const dayAfter = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);

const loadOf = (replace: LoadJob["replace"], objects: readonly string[]): LoadJob => ({
  id: "clean-load-1",
  table: "raw.rejects",
  columns: rejectColumns,
  replace,
  objects,
});

/** Days that the name of a file may carry. */
const oddDays = ["0001-01-01", "1959-12-31", "1960-01-01", "2159-12-31", "2160-01-01", "9999-12-31"].filter(
  (day) => routeOf(loadFeeds(), `transactions/${day}.csv`).feed !== undefined,
);

/** The jobs that loads are made of: of one day, of fifty, of 33 years at once, and of a whole table. */
export const loadFindings = (): Finding[] => {
  const days = (count: number) => Array.from({ length: count }, (_, index) => dayAfter(index));
  const objectsOf = (count: number, copies: number) =>
    days(count).flatMap((day) => Array.from({ length: copies }, (_, copy) => `shop/${day}/${copy}.parquet`));
  const jobs = [
    loadOf(days(1), objectsOf(1, 1)),
    loadOf(days(50), objectsOf(50, 2)),
    loadOf(days(12_000), objectsOf(12_000, 2)),
    loadOf("all", objectsOf(100, 1)),
    ...oddDays.map((day) => loadOf([day], [`shop/${day}/0.parquet`])),
  ];
  const places = { projectId: "daybook-shop", datasetPrefix: "", stagingBucket: "staging" };
  return jobs.map((job) => {
    const steps = planLoad(job, places).flat();
    const loads = steps.flatMap(({ work }) => ("load" in work && work.load.load ? [work.load.load] : []));
    const dates = steps.flatMap(({ work }) => ("sql" in work ? Object.values(work.params) : []));
    return {
      place: `a load of ${job.replace.length === 1 ? job.replace[0] : `${job.replace.length} days`}`,
      reasons: [
        ...loads.flatMap(({ sourceUris = [], destinationTable, writeDisposition = "" }) =>
          refusals(loadRules, {
            sourceUris,
            writeDisposition,
            destinationTable: { tableId: destinationTable?.tableId ?? "" },
          }),
        ),
        ...dates.flatMap(({ value }) =>
          refusals(quotaRules, { partitionsOfOneJob: Array.isArray(value) ? value.length : 1 }),
        ),
        ...refusals(quotaRules, { modificationsADay: loads.length }),
      ],
    };
  });
};

/** A load adds the number of the job and of the run to its id. */
const longestSuffix = "--bulk10000--run4";

export const jobIdFindings = (): Finding[] =>
  ["clean-load-1", "publish snapshot/é", "x".repeat(5000), ""].map((id) => ({
    place: `job id of "${id.slice(0, 20)}"`,
    reasons: refusals(jobIdRules, `${safeJobId("p".repeat(64), id)}${longestSuffix}`),
  }));
