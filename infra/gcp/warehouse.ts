import { randomUUID } from "node:crypto";
import { JobFailed } from "../../shared/errors.ts";
import type { Log } from "../../shared/platform.ts";
import type { LoadJob, Params, ScriptJob, Warehouse } from "../../shared/ports.ts";
import { isDefinition, isReadOnly, splitStatements } from "../googlesql/statements.ts";
import { type BigQueryApi, type BigQueryApiOptions, bigQueryApi } from "./bigquery-api.ts";
import { type BillingLog, billingLogger } from "./bigquery-billing.ts";
import { burningSql, burnSteps } from "./bigquery-burn.ts";
import { withDatasetPrefix } from "./bigquery-dataset-prefix.ts";
import type { Asking } from "./bigquery-estimate.ts";
import { exploreBigQuery } from "./bigquery-explore.ts";
import { type Job, type JobConfiguration, runJob } from "./bigquery-jobs.ts";
import { chunks, type PlannedJob, planLoad } from "./bigquery-loads.ts";
import { safeJobId } from "./bigquery-names.ts";
import { runQuery } from "./bigquery-queries.ts";
import { parametersFor } from "./bigquery-values.ts";

export interface BigQueryWarehouseOptions extends BigQueryApiOptions {
  readonly stagingBucket: string;
  readonly datasetPrefix?: string;
  /** The prefix of every job id. Must be new for each new state bucket: see job-prefix.ts. */
  readonly jobPrefix: string;
  /** A query that would read more fails before it costs anything. Decimal digits. */
  readonly maximumBytesBilled: string;
  /** What one question of a person may read. People may not ask if it is left out. Decimal digits. */
  readonly maximumBytesAsked?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** How long one call waits for its jobs. After that a later call attaches to them. */
  readonly deadlineMs: number;
  /** Receives the billed bytes of each job. */
  readonly log?: Log;
}

// BigQuery allows 50 changes of a partitioned table per ten seconds.
const loadsAtOnce = 4;

export const bigQueryWarehouse = (options: BigQueryWarehouseOptions): Warehouse => {
  const { clock, labels, location, maximumBytesBilled, datasetPrefix = "" } = options;
  if (!/^\w{0,64}$/.test(datasetPrefix))
    throw new Error(`dataset prefix "${datasetPrefix}": letters, digits and underscores only`);
  const api = bigQueryApi(options);
  const jobId = (id: string) => safeJobId(options.jobPrefix, id);
  const deadline = () => clock.now().getTime() + options.deadlineMs;
  const logBilling = billingLogger(options.log);
  const submit = submitter(options, api, logBilling);
  const script = (sql: string, params: Params): JobConfiguration => ({
    query: {
      query: withDatasetPrefix(sql, datasetPrefix),
      useLegacySql: false,
      parameterMode: "NAMED",
      queryParameters: parametersFor(sql, params),
      maximumBytesBilled,
    },
  });
  const runPlanned = async (id: string, { suffix, work }: PlannedJob, until: number, burning = false) => {
    const name = `${id}${suffix}`;
    const configuration = "sql" in work ? script(work.sql, work.params) : work.load;
    const job = await submit(name, burning ? script(burningSql, {}) : configuration, until);
    if ("load" in work) requireAllRead(name, work.load, job);
  };
  const stepsOf = (job: ScriptJob | LoadJob): readonly (readonly PlannedJob[])[] =>
    "script" in job ? scriptSteps(job) : planLoad(job, { ...options, datasetPrefix });
  const runSteps = async (job: ScriptJob | LoadJob): Promise<void> => {
    const until = deadline();
    for (const step of stepsOf(job))
      for (const jobs of chunks(step, loadsAtOnce))
        await waitForAll(jobs.map((planned) => runPlanned(jobId(job.id), planned, until)));
  };
  return {
    async query(sql, params = {}) {
      if (!isReadOnly(sql)) throw new Error("only a single SELECT statement can be run here");
      const request = { clock, maximumBytesBilled, labels, location, until: deadline(), logBilling };
      const parameters = parametersFor(sql, params);
      return runQuery(api, { sql: withDatasetPrefix(sql, datasetPrefix), parameters, ...request });
    },
    async define(text) {
      for (const statement of mergedDefinitions(text))
        await submit(jobId(`define-${randomUUID()}`), script(statement, {}), deadline());
    },
    ...asking({ ...options, api, datasetPrefix, jobId, logBilling }),
    run: (job) => runSteps(job),
    load: (job) => runSteps(job),
    burn(job) {
      const until = deadline();
      const id = jobId(job.id);
      return burnSteps(stepsOf(job), loadsAtOnce, (planned) => runPlanned(id, planned, until, true));
    },
  };
};

/** Nobody may ask unless it is said how much a question may read. */
const asking = (
  options: Omit<Asking, "maximumBytesRead"> & Pick<BigQueryWarehouseOptions, "maximumBytesAsked">,
): Pick<Warehouse, "explore"> => {
  const { maximumBytesAsked: maximumBytesRead } = options;
  if (maximumBytesRead === undefined) return {};
  return { explore: (question) => exploreBigQuery({ ...options, maximumBytesRead }, question) };
};

/** One transaction, or none if the script only defines tables. */
const scriptSteps = ({ script, params }: ScriptJob): readonly (readonly PlannedJob[])[] => {
  const statements = splitStatements(script).filter((statement) => !isDefinition(statement));
  const sql = ["begin transaction", ...statements, "commit transaction"].join(";\n");
  return statements.length === 0 ? [] : [[{ suffix: "", work: { sql, params } }]];
};

/**
 * Waits for every job, even after one failed: a load that is still running could overwrite the data of a later one.
 * An unknown outcome takes precedence over a certain failure.
 */
const waitForAll = async (jobs: readonly Promise<void>[]): Promise<void> => {
  const outcomes = await Promise.allSettled(jobs);
  const faults = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  if (faults.length > 0) throw faults.find((fault) => !(fault instanceof JobFailed)) ?? faults[0];
};

const submitter =
  ({ clock, labels, projectId, location }: BigQueryWarehouseOptions, api: BigQueryApi, log: BillingLog) =>
  async (id: string, configuration: JobConfiguration, until: number): Promise<Job> => {
    const request = { id, configuration: { ...configuration, labels: { ...labels } }, until };
    const job = await runJob({ api, clock, projectId, location }, request);
    log(id, job.statistics?.query?.totalBytesBilled);
    return job;
  };

const requireAllRead = (name: string, { load }: JobConfiguration, { statistics }: Job): void => {
  const read = statistics?.load?.inputFiles;
  const given = load?.sourceUris?.length;
  if (read !== undefined && Number(read) !== given)
    throw new JobFailed(`BigQuery job ${name} read ${read} of ${given} staged objects; load them again`);
};

const addColumn = /^(alter\s+table\s+\S+)\s+(add\s+column\s+if\s+not\s+exists\s[\s\S]+)$/i;

/** A laptop's tables may have a column of this name; BigQuery refuses it, so there is none to rename. */
const isOldName = /\brename\s+column\s+if\s+exists\s+_file_date\b/i;

/**
 * The definitions in a script. Consecutive ADD COLUMN statements of one table are merged into one: each statement
 * is a job, and BigQuery limits a table to a few changes per ten seconds.
 */
export const mergedDefinitions = (script: string): readonly string[] => {
  const definitions: string[] = [];
  let alteredTable: string | undefined;
  for (const statement of splitStatements(script)) {
    if (!isDefinition(statement) || isOldName.test(statement)) continue;
    const [, table, addition] = addColumn.exec(statement) ?? [];
    if (table !== undefined && table === alteredTable)
      definitions.push(`${definitions.pop()}\n, ${addition}`);
    else definitions.push(statement);
    alteredTable = table;
  }
  return definitions;
};
