import type { LoadJob, Params } from "../../shared/ports.ts";
import { dates } from "../../shared/sql.ts";
import type { JobConfiguration } from "./bigquery-jobs.ts";
import { digestOf, tableReference, uriOf } from "./bigquery-names.ts";

/** One of the jobs that a load is made of. */
export interface PlannedJob {
  /** Added to the load's id. */
  readonly suffix: string;
  readonly work: { readonly load: JobConfiguration } | { readonly sql: string; readonly params: Params };
}

export interface LoadPlaces {
  readonly projectId: string;
  readonly datasetPrefix: string;
  readonly stagingBucket: string;
}

const mostSingleLoads = 50;
// BigQuery takes no more objects in one load.
const mostObjects = 10_000;
const mostDatesAtOnce = 1_000;

/**
 * Steps in their order; the jobs of one step are independent. Each job replaces what it loads as a whole, so
 * that a load that stopped between two of them is mended by any later one that names the same dates.
 */
export const plannedSteps = (job: LoadJob, places: LoadPlaces): readonly (readonly PlannedJob[])[] => {
  if (job.replace === "all") return [[wholeTable(job, places)]];
  const byDate = Map.groupBy(job.objects, fileDateOf);
  const stray = [...byDate.keys()].find((date) => !job.replace.includes(date));
  if (stray !== undefined)
    throw new Error(`load ${job.id}: an object of ${stray}, which is none of the dates to replace`);
  if (job.replace.length > mostSingleLoads) return bulkSteps(job, job.replace, places);
  return [job.replace.map((date) => partition(job, date, byDate.get(date) ?? [], places))];
};

/** The same jobs for a plan that is never carried out, wherever the tables would be. */
export const stepsOnPaper = (job: LoadJob): readonly PlannedJob[] =>
  plannedSteps(job, { projectId: "plan", datasetPrefix: "", stagingBucket: "plan" }).flat();

/** Staged objects are named `<feed>/<file date>/…`. */
const fileDateOf = (object: string): string => object.split("/")[1] ?? "";

const wholeTable = (job: LoadJob, places: LoadPlaces): PlannedJob => {
  if (job.objects.length === 0)
    return { suffix: "--empty", work: { sql: `truncate table ${job.table}`, params: {} } };
  return { suffix: "--all", work: loadOf(job, job.objects, places, { disposition: "WRITE_TRUNCATE" }) };
};

const partition = (
  job: LoadJob,
  date: string,
  objects: readonly string[],
  places: LoadPlaces,
): PlannedJob => {
  const suffix = `--${date.replaceAll("-", "")}`;
  if (objects.length === 0)
    return {
      suffix,
      work: {
        sql: `delete from ${job.table} where _file_date = @file_date`,
        params: { file_date: { type: "DATE", value: date } },
      },
    };
  return { suffix, work: loadOf(job, objects, places, { disposition: "WRITE_TRUNCATE", date }) };
};

const loadOf = (
  job: LoadJob,
  objects: readonly string[],
  { projectId, datasetPrefix, stagingBucket }: LoadPlaces,
  into: { disposition: "WRITE_TRUNCATE" | "WRITE_APPEND"; date?: string; table?: string },
): { load: JobConfiguration } => {
  const destinationTable = tableReference(projectId, datasetPrefix, into.table ?? job.table);
  if (into.date !== undefined) destinationTable.tableId += `$${into.date.replaceAll("-", "")}`;
  return {
    load: {
      load: {
        sourceUris: objects.map((object) => uriOf(stagingBucket, object)),
        sourceFormat: "PARQUET",
        destinationTable,
        createDisposition: "CREATE_NEVER",
        writeDisposition: into.disposition,
        schema: { fields: job.columns.map(({ name, type }) => ({ name, type, mode: "NULLABLE" })) },
        // Parts staged under an older contract may have columns that it has lost since.
        ignoreUnknownValues: true,
        decimalTargetTypes: ["NUMERIC"],
        ...(into.table === undefined ? { timePartitioning: { type: "DAY", field: "_file_date" } } : {}),
      },
    },
  };
};

/**
 * A table takes 1,500 loads a day, and a delete with an insert takes none of them: many dates go through one
 * table beside it, which expires. One transaction for each thousand dates.
 */
const bulkSteps = (
  job: LoadJob,
  replaced: readonly string[],
  places: LoadPlaces,
): readonly (readonly PlannedJob[])[] => {
  const [dataset] = job.table.split(".");
  const beside = `${dataset}.load_${digestOf(job.id)}`;
  const columns = job.columns.map(({ name, type }) => `${name} ${type.toLowerCase()}`);
  const create = `create table if not exists ${beside} (${columns.join(", ")}) cluster by _file_date
options (expiration_timestamp = timestamp_add(current_timestamp(), interval 48 hour))`;
  const loads = chunksOf(job.objects, mostObjects).map((objects, index) => ({
    suffix: `--bulk${index}`,
    work: loadOf(job, objects, places, { disposition: "WRITE_APPEND", table: beside }),
  }));
  const moves = chunksOf(replaced, mostDatesAtOnce).map((chunk, index) => [
    { suffix: `--move${index}`, work: moveOf(job, beside, chunk) },
  ]);
  return [[{ suffix: "--create", work: { sql: create, params: {} } }], loads, ...moves];
};

const moveOf = (job: LoadJob, beside: string, chunk: readonly string[]): { sql: string; params: Params } => {
  const names = job.columns.map(({ name }) => name).join(", ");
  const sql = `begin transaction;
delete from ${job.table} where _file_date in unnest(@file_dates);
insert into ${job.table} (${names})
select ${names} from ${beside} where _file_date in unnest(@file_dates);
commit transaction`;
  return { sql, params: { file_dates: dates(chunk) } };
};

const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
