import type { LoadJob, Params } from "../../shared/ports.ts";
import { date, dates } from "../../shared/sql.ts";
import type { JobConfiguration } from "./bigquery-jobs.ts";
import { objectUri, shortDigest, tableReference } from "./bigquery-names.ts";

/** One of the jobs that make up a load. */
export interface PlannedJob {
  /** Appended to the id of the load. */
  readonly suffix: string;
  readonly work: { readonly load: JobConfiguration } | ScriptWork;
}

type ScriptWork = { readonly sql: string; readonly params: Params };

export interface LoadTarget {
  readonly projectId: string;
  readonly datasetPrefix: string;
  readonly stagingBucket: string;
}

const maxSingleLoads = 50;
// BigQuery's limit of objects in one load job.
const maxObjectsPerLoad = 10_000;
const maxDatesPerTransaction = 1_000;

/**
 * The steps of a load in order; the jobs of one step are independent. Each job replaces its dates as a whole, so
 * that any later load of the same dates repairs a load that stopped halfway.
 */
export const planLoad = (job: LoadJob, target: LoadTarget): readonly (readonly PlannedJob[])[] => {
  if (job.replace === "all") return [[wholeTableJob(job, target)]];
  const byDate = Map.groupBy(job.objects, fileDate);
  const stray = [...byDate.keys()].find((day) => !job.replace.includes(day));
  if (stray !== undefined)
    throw new Error(`load ${job.id}: an object of ${stray}, which is not among the dates to replace`);
  if (job.replace.length > maxSingleLoads) return bulkLoadSteps(job, job.replace, target);
  return [job.replace.map((day) => partitionJob(job, day, byDate.get(day) ?? [], target))];
};

/** The jobs of a load, for estimating its cost only: project and bucket are placeholders. */
export const estimatedLoadJobs = (job: LoadJob): readonly PlannedJob[] =>
  planLoad(job, { projectId: "plan", datasetPrefix: "", stagingBucket: "plan" }).flat();

/** Staged objects are named `<feed>/<file date>/…`. */
const fileDate = (object: string): string => object.split("/")[1] ?? "";

const wholeTableJob = (job: LoadJob, target: LoadTarget): PlannedJob => {
  if (job.objects.length === 0)
    return { suffix: "--empty", work: { sql: `truncate table ${job.table}`, params: {} } };
  return { suffix: "--all", work: loadJob(job, job.objects, target, { disposition: "WRITE_TRUNCATE" }) };
};

const partitionJob = (job: LoadJob, day: string, objects: readonly string[], target: LoadTarget) => {
  const suffix = `--${day.replaceAll("-", "")}`;
  if (objects.length > 0)
    return { suffix, work: loadJob(job, objects, target, { disposition: "WRITE_TRUNCATE", date: day }) };
  const sql = `delete from ${job.table} where _source_date = @file_date`;
  return { suffix, work: { sql, params: { file_date: date(day) } } };
};

const loadJob = (
  job: LoadJob,
  objects: readonly string[],
  { projectId, datasetPrefix, stagingBucket }: LoadTarget,
  into: { disposition: "WRITE_TRUNCATE" | "WRITE_APPEND"; date?: string; table?: string },
): { load: JobConfiguration } => {
  const destinationTable = tableReference(projectId, datasetPrefix, into.table ?? job.table);
  if (into.date !== undefined) destinationTable.tableId += `$${into.date.replaceAll("-", "")}`;
  return {
    load: {
      load: {
        sourceUris: objects.map((object) => objectUri(stagingBucket, object)),
        sourceFormat: "PARQUET",
        destinationTable,
        createDisposition: "CREATE_NEVER",
        writeDisposition: into.disposition,
        schema: { fields: job.columns.map(({ name, type }) => ({ name, type, mode: "NULLABLE" })) },
        // Files staged under an older contract may have columns that the contract no longer has.
        ignoreUnknownValues: true,
        decimalTargetTypes: ["NUMERIC"],
        ...(into.table === undefined ? { timePartitioning: { type: "DAY", field: "_source_date" } } : {}),
      },
    },
  };
};

/**
 * BigQuery allows 1,500 load jobs per table and day; DELETE and INSERT do not count. Many dates are therefore loaded
 * into one temporary table, which expires, and moved in one transaction per thousand dates.
 */
const bulkLoadSteps = (job: LoadJob, replaced: readonly string[], target: LoadTarget) => {
  const [dataset] = job.table.split(".");
  const loadTable = `${dataset}.load_${shortDigest(job.id)}`;
  const columns = job.columns.map(({ name, type }) => `${name} ${type.toLowerCase()}`);
  const create = `create table if not exists ${loadTable} (${columns.join(", ")}) cluster by _source_date
options (expiration_timestamp = timestamp_add(current_timestamp(), interval 48 hour))`;
  const loads = chunks(job.objects, maxObjectsPerLoad).map((objects, index) => ({
    suffix: `--bulk${index}`,
    work: loadJob(job, objects, target, { disposition: "WRITE_APPEND", table: loadTable }),
  }));
  const moves = chunks(replaced, maxDatesPerTransaction).map((chunk, index) => [
    { suffix: `--move${index}`, work: moveStatements(job, loadTable, chunk) },
  ]);
  return [[{ suffix: "--create", work: { sql: create, params: {} } }], loads, ...moves];
};

const moveStatements = (job: LoadJob, loadTable: string, chunk: readonly string[]): ScriptWork => {
  const names = job.columns.map(({ name }) => name).join(", ");
  const sql = `begin transaction;
delete from ${job.table} where _source_date in unnest(@file_dates);
insert into ${job.table} (${names})
select ${names} from ${loadTable} where _source_date in unnest(@file_dates);
commit transaction`;
  return { sql, params: { file_dates: dates(chunk) } };
};

export const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
