import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";
import { type JobRequest, jobRefusals, queryRefusals } from "../google/bigquery-requests.ts";
import { EmulatorGaps, type LoadConfiguration } from "./bigquery-gaps.ts";
import type { QueryParameter } from "./bigquery-literals.ts";

interface EmulatedJob extends JobRequest {
  readonly configuration: JobRequest["configuration"] & {
    readonly query?: { readonly query: string; readonly queryParameters?: readonly QueryParameter[] };
    readonly load?: LoadConfiguration;
  };
}

export interface EmulatorDoor {
  readonly apiEndpoint: string;
  close(): void;
}

/**
 * Stands before the emulator and keeps what it lacks of BigQuery's protocol: job ids that are taken once, and
 * jobs whose failure is a result instead of an HTTP error, and refusals of what Google refuses. A job that was under way when the emulator was killed has
 * either committed or left nothing, which its id in the emulator's tables says once the emulator is back.
 */
export const openDoor = async (
  emulator: string,
  project: string,
  storageEndpoint: string,
): Promise<EmulatorDoor> => {
  const gaps = new EmulatorGaps(emulator, project, storageEndpoint);
  await gaps.prepare();
  const jobs = new Map<string, unknown>();
  const insert = async (request: EmulatedJob): Promise<Answer> => {
    const { jobReference, configuration } = request;
    const { jobId } = jobReference;
    const [refused] = jobRefusals(request);
    if (refused !== undefined) return refusal(400, "invalid", refused);
    if (jobs.has(jobId)) return refusal(409, "duplicate", `Already Exists: Job ${jobId}`);
    const job = { jobReference, configuration, status: { state: "RUNNING" } };
    jobs.set(jobId, job);
    const { query, load } = configuration;
    const outcome = await outcomeOf(gaps, jobId, () =>
      query ? gaps.run(query.query, query.queryParameters ?? [], jobId) : load && gaps.load(load, jobId),
    );
    jobs.set(jobId, { ...job, status: { state: "DONE", ...outcome } });
    return { status: 200, body: jobs.get(jobId) };
  };
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", emulator).pathname.replace(/^.*\/projects\/[^/]+/, "");
    const found = jobs.get(path.replace("/jobs/", ""));
    const missing = refusal(404, "notFound", path);
    let answer: Answer = found === undefined ? missing : { status: 200, body: found };
    if (request.method === "POST" && path === "/jobs")
      answer = await insert((await bodyOf(request)) as EmulatedJob);
    if (path === "/queries") answer = await ask(gaps, await bodyOf(request));
    response
      .writeHead(answer.status, { "content-type": "application/json" })
      .end(JSON.stringify(answer.body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the door has no port");
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { apiEndpoint: `http://127.0.0.1:${address.port}`, close };
};

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const outcomeOf = async (gaps: EmulatorGaps, jobId: string, work: () => unknown) => {
  try {
    await work();
    return {};
  } catch (error) {
    if (!isCutOff(error)) return { errorResult: resultOf(error) };
  }
  const hasRun = await untilAnswered(() => gaps.hasRun(jobId));
  return hasRun ? {} : { errorResult: { reason: "backendError", message: "the server stopped; try again" } };
};

/** What `fetch` throws without an answer, as opposed to an answer that says no. */
const isCutOff = (error: unknown): boolean => error instanceof TypeError;

const untilAnswered = async <Value>(question: () => Promise<Value>): Promise<Value> => {
  for (let attempt = 0; ; attempt += 1)
    try {
      return await question();
    } catch (error) {
      if (!isCutOff(error) || attempt === 600) throw error;
      await setTimeout(100);
    }
};

const ask = (gaps: EmulatorGaps, body: unknown): Promise<Answer> => {
  const request = body as { query: string; queryParameters: QueryParameter[] };
  const { query, queryParameters } = request;
  const [refused] = queryRefusals(request);
  if (refused !== undefined) return Promise.resolve(refusal(400, "invalidQuery", refused));
  return gaps.run(query, queryParameters).then(
    (answer) => ({ status: 200, body: answer }),
    (error: unknown) =>
      isCutOff(error)
        ? refusal(503, "backendError", "the server stopped; try again")
        : refusal(400, "invalidQuery", resultOf(error).message),
  );
};

const resultOf = (error: unknown) => ({ reason: "invalidQuery", message: String(error) });

const refusal = (code: number, reason: string, message: string): Answer => ({
  status: code,
  body: { error: { code, message, errors: [{ reason, message }] } },
});

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
};
