import { z } from "zod";
import { tableRules } from "../../google/bigquery-names.ts";
import { queryRefusals } from "../../google/bigquery-requests.ts";
import { refusals, requireTaken } from "../../google/rule.ts";
import type { EngineAnswer } from "./fake-answer.ts";
import type { FakeEngine } from "./fake-engine.ts";
import { Refused } from "./fake-faults.ts";
import type { FakeJobs } from "./fake-jobs.ts";
import { paramsOf, QueryParameters } from "./fake-parameters.ts";
import type { FakeTables } from "./fake-tables.ts";

const QueryRequest = z.strictObject({
  query: z.string(),
  useLegacySql: z.literal(false),
  parameterMode: z.literal("NAMED"),
  queryParameters: QueryParameters,
  maximumBytesBilled: z.string().regex(/^\d+$/),
  labels: z.record(z.string(), z.string()),
  location: z.string(),
  timeoutMs: z.number(),
  requestId: z.uuid(),
  formatOptions: z.strictObject({ useInt64Timestamp: z.literal(true) }),
});

const pageRows = 2_000;

/** Queries answer at once. Later pages are fetched by token. */
export class FakeQueries {
  readonly #engine: FakeEngine;
  readonly #tables: FakeTables;
  readonly #jobs: FakeJobs;
  readonly #answers = new Map<string, EngineAnswer>();

  constructor(engine: FakeEngine, tables: FakeTables, jobs: FakeJobs) {
    this.#engine = engine;
    this.#jobs = jobs;
    this.#tables = tables;
  }

  async ask(body: unknown) {
    const request = QueryRequest.safeParse(body);
    if (!request.success) throw new Refused(400, "invalid", request.error.message);
    const { query, queryParameters, requestId } = request.data;
    const [refused] = queryRefusals(request.data, this.#tables.filtered);
    if (refused !== undefined) throw new Refused(400, "invalidQuery", refused);
    this.#answers.set(requestId, await this.#answer(query, queryParameters));
    // A query beyond its timeout answers without rows; the client polls.
    if (query.includes("takes long")) return { jobComplete: false, jobReference: { jobId: requestId } };
    return this.#pageOf(requestId, 0);
  }

  async #answer(query: string, parameters: z.infer<typeof QueryParameters>): Promise<EngineAnswer> {
    try {
      const answer = await this.#engine.run(query, paramsOf(parameters));
      requireTaken(refusals(tableRules, { columns: answer.fields }));
      return answer;
    } catch (error) {
      throw new Refused(400, "invalidQuery", String(error));
    }
  }

  async page(id: string, search: URLSearchParams) {
    if (search.get("formatOptions.useInt64Timestamp") !== "true" || search.get("location") === null)
      throw new Refused(400, "invalid", "a page must be asked for like the first one");
    if (!this.#answers.has(id)) {
      const rows = await this.#jobs.rowsOf(id);
      if (!rows) return { jobComplete: false, jobReference: { jobId: id } };
      this.#answers.set(id, rows);
    }
    return this.#pageOf(
      id,
      Number(search.get("pageToken") ?? 0),
      Number(search.get("maxResults") ?? pageRows),
    );
  }

  #pageOf(jobId: string, from: number, most = pageRows) {
    const answer = this.#answers.get(jobId);
    if (!answer) throw new Refused(404, "notFound", `Not found: Job ${jobId}`);
    const isLast = from + most >= answer.rows.length;
    return {
      jobComplete: true,
      jobReference: { jobId },
      schema: { fields: answer.fields },
      ...(answer.rows.length === 0 ? {} : { rows: answer.rows.slice(from, from + most) }),
      ...(isLast ? {} : { pageToken: String(from + most) }),
    };
  }
}
