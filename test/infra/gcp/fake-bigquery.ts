import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { FakeEngine } from "./fake-engine.ts";
import { type PlannedFault, Refused, type RequestKind } from "./fake-faults.ts";
import { FakeJobs, type JobResource } from "./fake-jobs.ts";
import { FakeQueries } from "./fake-queries.ts";
import { FakeTables } from "./fake-tables.ts";

export interface SeenRequest {
  readonly kind: RequestKind;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly body: unknown;
}

/**
 * BigQuery's REST interface on a loopback port, for the real client library: job ids are unique for ever, jobs go through
 * their states, errors have Google's format, and what test/google knows to be refused is refused. DuckDB runs the SQL.
 */
export class FakeBigQuery {
  readonly engine: FakeEngine;
  readonly jobs: FakeJobs;
  readonly seen: SeenRequest[] = [];
  readonly faults: PlannedFault[] = [];
  readonly #queries: FakeQueries;
  readonly #server: Server;

  private constructor(folder: string, location: string) {
    this.engine = new FakeEngine(folder);
    const tables = new FakeTables();
    this.jobs = new FakeJobs(this.engine, tables, location);
    this.#queries = new FakeQueries(this.engine, tables, this.jobs);
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(folder: string, location: string): Promise<FakeBigQuery> {
    const fake = new FakeBigQuery(folder, location);
    fake.#server.listen(0, "127.0.0.1");
    await once(fake.#server, "listening");
    return fake;
  }

  get endpoint(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    return `http://127.0.0.1:${address.port}`;
  }

  /** The job id of each insert request, in order. */
  inserted(): string[] {
    return this.seen
      .filter(({ kind }) => kind === "insert")
      .map(({ body }) => (body as JobResource).jobReference.jobId);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await this.engine.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.endpoint);
    const body = await bodyOf(request);
    const [, path = ""] = /^\/bigquery\/v2\/projects\/test-project(\/.*)$/.exec(url.pathname) ?? [];
    const kind = requestKind(request.method ?? "", path);
    const fault = this.#faultFor(kind, path);
    if (kind !== undefined) this.seen.push({ kind, path, search: url.searchParams, body });
    if (fault?.how === "broken") return void request.socket.destroy();
    if (fault?.how === "silent") return;
    try {
      if (fault?.how instanceof Refused) throw fault.how;
      const answer = await this.#answer(kind, path, url.searchParams, body);
      if (fault?.how === "lost") return void request.socket.destroy();
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused(500, "internalError", String(error));
      const { status: code, reason, message } = refused;
      const content = { error: { code, message, errors: [{ message, domain: "global", reason }] } };
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(content));
    }
  }

  #faultFor(kind: RequestKind | undefined, path: string): PlannedFault | undefined {
    const at = this.faults.findIndex(({ on, about = "" }) => on === kind && path.includes(about));
    return at < 0 ? undefined : this.faults.splice(at, 1)[0];
  }

  async #answer(kind: RequestKind | undefined, path: string, search: URLSearchParams, body: unknown) {
    const id = path.split("/")[2] ?? "";
    if (kind === "insert") return this.jobs.insert(body as JobResource);
    if (kind === "get") return this.jobs.get(id, search.get("location"));
    if (kind === "query") return this.#queries.ask(body);
    if (kind === "page") return this.#queries.page(id, search);
    if (kind === "cancel") return { job: this.jobs.cancel(id) };
    if (kind === "table") return this.engine.schemaOf(path);
    throw new Refused(404, "notFound", `no such method: ${path}`);
  }
}

const requestKind = (method: string, path: string): RequestKind | undefined => {
  if (method === "POST" && path === "/jobs") return "insert";
  if (method === "GET" && /^\/jobs\/[\w-]+$/.test(path)) return "get";
  if (method === "POST" && path === "/queries") return "query";
  if (method === "GET" && /^\/queries\/[\w-]+$/.test(path)) return "page";
  if (method === "POST" && /^\/jobs\/[\w-]+\/cancel$/.test(path)) return "cancel";
  if (method === "GET" && /^\/datasets\/\w+\/tables\/\w+$/.test(path)) return "table";
  return undefined;
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
};
