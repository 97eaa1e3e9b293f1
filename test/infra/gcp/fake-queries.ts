import { z } from "zod";
import type { EngineAnswer } from "./fake-answer.ts";
import type { FakeEngine } from "./fake-engine.ts";
import { Refused } from "./fake-faults.ts";
import { paramsOf, QueryParameters } from "./fake-parameters.ts";

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
  readonly #answers = new Map<string, EngineAnswer>();

  constructor(engine: FakeEngine) {
    this.#engine = engine;
  }

  async ask(body: unknown) {
    const request = QueryRequest.safeParse(body);
    if (!request.success) throw new Refused(400, "invalid", request.error.message);
    const { query, queryParameters, requestId } = request.data;
    try {
      this.#answers.set(requestId, await this.#engine.run(query, paramsOf(queryParameters)));
    } catch (error) {
      throw new Refused(400, "invalidQuery", String(error));
    }
    // A query beyond its timeout answers without rows; the client polls.
    if (query.includes("takes long")) return { jobComplete: false, jobReference: { jobId: requestId } };
    return this.#pageOf(requestId, 0);
  }

  page(id: string, search: URLSearchParams) {
    if (search.get("formatOptions.useInt64Timestamp") !== "true" || search.get("location") === null)
      throw new Refused(400, "invalid", "a page must be asked for like the first one");
    return this.#pageOf(id, Number(search.get("pageToken") ?? 0));
  }

  #pageOf(jobId: string, from: number) {
    const answer = this.#answers.get(jobId);
    if (!answer) throw new Refused(404, "notFound", `Not found: Job ${jobId}`);
    const isLast = from + pageRows >= answer.rows.length;
    return {
      jobComplete: true,
      jobReference: { jobId },
      schema: { fields: answer.fields },
      ...(answer.rows.length === 0 ? {} : { rows: answer.rows.slice(from, from + pageRows) }),
      ...(isLast ? {} : { pageToken: String(from + pageRows) }),
    };
  }
}
