import { z } from "zod";
import { tablesIn } from "../../../infra/googlesql/rewrite.ts";
import { type JobRequest, jobRefusals } from "../../google/bigquery-requests.ts";
import type { EngineAnswer } from "./fake-answer.ts";
import { columnsOf, type FakeEngine } from "./fake-engine.ts";
import { EngineFault, Refused } from "./fake-faults.ts";
import { paramsOf, QueryParameters } from "./fake-parameters.ts";
import type { FakeTables } from "./fake-tables.ts";

const Configuration = z.strictObject({
  labels: z.record(z.string(), z.string()),
  dryRun: z.literal(true).optional(),
  query: z
    .strictObject({
      query: z.string(),
      useLegacySql: z.literal(false),
      parameterMode: z.literal("NAMED"),
      queryParameters: QueryParameters,
      maximumBytesBilled: z.string().regex(/^\d+$/),
    })
    .optional(),
  load: z
    .strictObject({
      sourceUris: z.array(z.string().startsWith("gs://")).min(1),
      sourceFormat: z.literal("PARQUET"),
      destinationTable: z.strictObject({
        projectId: z.literal("test-project"),
        datasetId: z.string(),
        tableId: z.string().regex(/^\w+(\$\d{8})?$/),
      }),
      createDisposition: z.literal("CREATE_NEVER"),
      writeDisposition: z.enum(["WRITE_TRUNCATE", "WRITE_APPEND"]),
      schema: z.strictObject({
        fields: z.array(z.strictObject({ name: z.string(), type: z.string(), mode: z.literal("NULLABLE") })),
      }),
      ignoreUnknownValues: z.literal(true),
      decimalTargetTypes: z.tuple([z.literal("NUMERIC")]),
      timePartitioning: z
        .strictObject({ type: z.literal("DAY"), field: z.literal("_source_date") })
        .optional(),
    })
    .optional(),
});
type Configuration = z.infer<typeof Configuration>;

interface ErrorProto {
  readonly reason: string;
  readonly message: string;
}

export interface JobResource {
  readonly jobReference: { readonly projectId: string; readonly jobId: string; readonly location: string };
  readonly configuration: unknown;
  readonly status: { state: string; errorResult?: ErrorProto; errors?: ErrorProto[] };
  readonly statistics: {
    endTime?: string;
    totalBytesProcessed?: string;
    query?: { totalBytesBilled: string } | { statementType: string; referencedTables: readonly object[] };
    load?: { inputFiles: string; outputRows: string };
  };
}

/** Every job so far, by its id. */
export class FakeJobs {
  /** Errors that the next jobs end with, in order, without doing anything. */
  readonly endings: ErrorProto[] = [];
  /** Errors that the next job lists although it succeeds. */
  readonly warnings: ErrorProto[] = [];
  /** How often a poll finds the next jobs running before they are done. */
  looksWhileRunning = 1;
  now = (): Date => new Date();
  /** What a dry run says that a query would read. */
  bytesRead = 1_000;
  /** Datasets that BigQuery sees in a query although its text does not name them, as a view's. */
  readonly hiddenDatasets: string[] = [];
  readonly #engine: FakeEngine;
  readonly #tables: FakeTables;
  readonly #location: string;
  readonly #rows = new Map<string, EngineAnswer>();
  readonly #jobs = new Map<
    string,
    { readonly job: JobResource; looks: number; readonly end: Promise<void> }
  >();

  constructor(engine: FakeEngine, tables: FakeTables, location: string) {
    this.#engine = engine;
    this.#tables = tables;
    this.#location = location;
  }

  insert({ jobReference, configuration }: JobResource): JobResource {
    const { jobId } = jobReference;
    if (jobReference.location !== this.#location)
      throw new Refused(404, "notFound", `Not found: Dataset in location ${jobReference.location}`);
    if (this.#jobs.has(jobId)) throw new Refused(409, "duplicate", `Already Exists: Job ${jobId}`);
    const parsed = Configuration.safeParse(configuration);
    if (!parsed.success) throw new Refused(400, "invalid", parsed.error.message);
    const request: JobRequest = { jobReference, configuration: parsed.data };
    const [refused] = jobRefusals(request, this.#tables.filtered);
    if (refused !== undefined) throw new Refused(400, "invalid", refused);
    if (parsed.data.dryRun) return this.#dryRun(jobReference, parsed.data);
    const job: JobResource = { jobReference, configuration, status: { state: "PENDING" }, statistics: {} };
    const outcome: JobResource = structuredClone(job);
    const end = this.#perform(outcome, parsed.data);
    this.#jobs.set(jobId, { job: outcome, looks: this.looksWhileRunning, end });
    return job;
  }

  async get(id: string, location: string | null): Promise<JobResource> {
    const known = this.#jobs.get(id);
    if (!known || location !== this.#location) throw new Refused(404, "notFound", `Not found: Job ${id}`);
    if (known.looks > 0) {
      known.looks -= 1;
      return { ...known.job, status: { state: "RUNNING" }, statistics: {} };
    }
    await known.end;
    return known.job;
  }

  /** A query's rows, once it is done. */
  async rowsOf(id: string): Promise<EngineAnswer | undefined> {
    const known = this.#jobs.get(id);
    if (!known) throw new Refused(404, "notFound", `Not found: Job ${id}`);
    if (known.looks > 0 && known.job.status.errorResult === undefined) {
      known.looks -= 1;
      return undefined;
    }
    await known.end;
    const { errorResult } = known.job.status;
    if (errorResult) throw new Refused(400, errorResult.reason, errorResult.message);
    return this.#rows.get(id);
  }

  cancel(id: string): JobResource {
    const known = this.#jobs.get(id);
    if (!known) throw new Refused(404, "notFound", `Not found: Job ${id}`);
    known.job.status.errorResult = { reason: "stopped", message: "Job execution was cancelled" };
    return known.job;
  }

  /** A dry run reads nothing and leaves no job behind. */
  #dryRun(jobReference: JobResource["jobReference"], configuration: Configuration): JobResource {
    const sql = configuration.query?.query ?? "";
    const named = tablesIn(sql).flatMap(({ name }) => (name.includes(".") ? [name.split(".")[0] ?? ""] : []));
    const referencedTables = [...named, ...this.hiddenDatasets].map((datasetId) => ({
      projectId: jobReference.projectId,
      datasetId,
      tableId: "t",
    }));
    return {
      jobReference,
      configuration,
      status: { state: "DONE" },
      statistics: {
        totalBytesProcessed: String(this.bytesRead),
        query: { statementType: "SELECT", referencedTables },
      },
    };
  }

  configurationOf(id: string): unknown {
    return this.#jobs.get(id)?.job.configuration;
  }

  async #perform(job: JobResource, { query, load }: Configuration): Promise<void> {
    const ending = this.endings.shift();
    if (this.warnings.length > 0) job.status.errors = this.warnings.splice(0);
    try {
      if (ending) throw new EngineFault(ending.reason, ending.message);
      if (query) this.#rows.set(job.jobReference.jobId, await this.#query(query));
      if (load) job.statistics.load = await this.#load(load);
    } catch (error) {
      const reason = error instanceof EngineFault ? error.reason : "internalError";
      job.status.errorResult = { reason, message: error instanceof Error ? error.message : String(error) };
    }
    job.status.state = "DONE";
    if (query) job.statistics.query = { totalBytesBilled: String(10 * 2 ** 20) };
    job.statistics.endTime = String(this.now().getTime());
  }

  async #query({ query, queryParameters }: NonNullable<Configuration["query"]>): Promise<EngineAnswer> {
    const params = paramsOf(queryParameters);
    const rows = await this.#tables.change(query, params, () => this.#engine.run(query, params));
    this.#tables.learn(query);
    return rows;
  }

  #load(load: NonNullable<Configuration["load"]>) {
    const [name = "", partition] = load.destinationTable.tableId.split("$");
    const table = `${load.destinationTable.datasetId}.${name}`;
    this.#tables.load(table, this.now().getTime());
    return this.#engine.load({
      sourceUris: load.sourceUris,
      table,
      partition,
      columns: columnsOf(load.schema.fields),
      isAppend: load.writeDisposition === "WRITE_APPEND",
    });
  }
}
