import { randomUUID } from "node:crypto";
import { JobFailed } from "../../shared/errors.ts";
import type { Log } from "../../shared/platform.ts";
import type { Clock, LoadJob, Params, Warehouse } from "../../shared/ports.ts";
import { isDefinition, isReadOnly, splitStatements } from "../googlesql/statements.ts";
import { type BigQueryApi, bigQueryApi } from "./bigquery-api.ts";
import { type Bill, billTo } from "./bigquery-bill.ts";
import { withDatasetPrefix } from "./bigquery-dataset-prefix.ts";
import { definitionsOf } from "./bigquery-definitions.ts";
import { type Job, type JobConfiguration, runJob } from "./bigquery-jobs.ts";
import { type PlannedJob, plannedSteps } from "./bigquery-loads.ts";
import { jobIdOf } from "./bigquery-names.ts";
import { parametersFor } from "./bigquery-parameters.ts";
import { select } from "./bigquery-select.ts";

export interface BigQueryWarehouseOptions {
  readonly projectId: string;
  /** Of the datasets, the staging bucket and therefore every job. */
  readonly location: string;
  readonly stagingBucket: string;
  readonly datasetPrefix?: string;
  /**
   * Begins every job id. BigQuery remembers ids for six months and carries none out twice, while leases count
   * from 1 in a new state bucket: this must change whenever the state bucket begins anew.
   */
  readonly jobPrefix: string;
  /** A query that would read more fails before it costs anything. In decimal digits. */
  readonly maximumBytesBilled: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Another server than Google's. Over plain HTTP it is spoken to without credentials. */
  readonly apiEndpoint?: string;
  readonly clock: Clock;
  /** How long one call may wait for its jobs before it leaves them to a later one. */
  readonly deadlineMs: number;
  readonly random?: () => number;
  readonly requestTimeoutMs?: number;
  /** Told what each job is billed for. */
  readonly log?: Log;
}

// Partitioned tables take 50 changes within ten seconds.
const loadsAtOnce = 4;

export const bigQueryWarehouse = (options: BigQueryWarehouseOptions): Warehouse => {
  const { clock, labels, location, maximumBytesBilled, datasetPrefix = "" } = options;
  if (!/^\w{0,64}$/.test(datasetPrefix))
    throw new Error(`dataset prefix "${datasetPrefix}": letters, digits and underscores only`);
  const api = bigQueryApi(options);
  const deadline = () => clock.now().getTime() + options.deadlineMs;
  const bill = billTo(options.log);
  const submit = submitter(options, api, bill);
  const script = (sql: string, params: Params): JobConfiguration => ({
    query: {
      query: withDatasetPrefix(sql, datasetPrefix),
      useLegacySql: false,
      parameterMode: "NAMED",
      queryParameters: parametersFor(sql, params),
      maximumBytesBilled,
    },
  });
  const perform = async (id: string, { suffix, work }: PlannedJob, until: number): Promise<void> => {
    const name = `${id}${suffix}`;
    if ("sql" in work) await submit(name, script(work.sql, work.params), until);
    else assertAllRead(name, work.load, await submit(name, work.load, until));
  };
  return {
    async query(sql, params = {}) {
      if (!isReadOnly(sql)) throw new Error("only a single SELECT statement can be asked here");
      const parameters = parametersFor(sql, params);
      const statement = withDatasetPrefix(sql, datasetPrefix);
      return select(api, clock, {
        sql: statement,
        parameters,
        maximumBytesBilled,
        labels,
        location,
        until: deadline(),
        bill,
      });
    },
    async define(text) {
      for (const statement of definitionsOf(text))
        await submit(jobIdOf(options.jobPrefix, `define-${randomUUID()}`), script(statement, {}), deadline());
    },
    async run(job) {
      const statements = splitStatements(job.script).filter((statement) => !isDefinition(statement));
      if (statements.length === 0) return;
      const transaction = ["begin transaction", ...statements, "commit transaction"].join(";\n");
      await submit(jobIdOf(options.jobPrefix, job.id), script(transaction, job.params), deadline());
    },
    async load(job: LoadJob) {
      const until = deadline();
      const id = jobIdOf(options.jobPrefix, job.id);
      for (const step of plannedSteps(job, { ...options, datasetPrefix }))
        for (let at = 0; at < step.length; at += loadsAtOnce)
          await allEnded(step.slice(at, at + loadsAtOnce).map((planned) => perform(id, planned, until)));
    },
  };
};

/**
 * Waits for every job, also after one failed: a load that is still under way when its failed neighbour is
 * reported could overwrite what comes after it. An open outcome outranks a certain failure.
 */
const allEnded = async (jobs: readonly Promise<void>[]): Promise<void> => {
  const outcomes = await Promise.allSettled(jobs);
  const faults = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  if (faults.length > 0) throw faults.find((fault) => !(fault instanceof JobFailed)) ?? faults[0];
};

const submitter =
  ({ clock, labels, projectId, location }: BigQueryWarehouseOptions, api: BigQueryApi, bill: Bill) =>
  async (id: string, configuration: JobConfiguration, until: number): Promise<Job> => {
    const request = { id, configuration: { ...configuration, labels: { ...labels } }, until };
    const job = await runJob({ api, clock, projectId, location }, request);
    bill(id, job.statistics?.query?.totalBytesBilled);
    return job;
  };

const assertAllRead = (name: string, { load }: JobConfiguration, { statistics }: Job): void => {
  const read = statistics?.load?.inputFiles;
  const given = load?.sourceUris?.length;
  if (read !== undefined && Number(read) !== given)
    throw new JobFailed(`BigQuery job ${name} read ${read} of ${given} staged objects; load them again`);
};
