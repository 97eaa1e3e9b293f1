import { rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { messageOf } from "../../../shared/errors.ts";
import type { Log } from "../../../shared/platform.ts";
import type { LocalWarehouse } from "../warehouse.ts";
import { NeighbourRequest, notHere } from "./request.ts";
import { ownSocket } from "./sockets.ts";

export interface Answers {
  readonly tables: Pick<LocalWarehouse, "queryAside" | "explore">;
  /** Loads files of this machine, and tells what became of them. Absent where the process has other work. */
  readonly drop?: (files: readonly { readonly name: string; readonly path: string }[]) => Promise<unknown>;
}

/**
 * Lets other processes of the same user ask this one while it has the tables open, which DuckDB gives to one process at
 * a time. It listens on a socket that nobody else can reach. Without it, the others wait.
 */
export const answerNeighbours = async (home: string, log: Log, answers: Answers) => {
  const socket = ownSocket(home);
  const nobody = { close: async () => {} };
  if (socket === undefined) return nobody;
  const closing = new AbortController();
  const server = createServer((request, response) => {
    answer(request, response, answers, closing.signal).catch(() => response.destroy());
  });
  // A process of the same number that was killed has left it.
  rmSync(socket, { force: true });
  const listening = Promise.withResolvers<boolean>();
  server.once("error", (error) => {
    log.warn("other processes cannot ask this one", { socket, error: messageOf(error) });
    listening.resolve(false);
  });
  server.listen(socket, () => listening.resolve(true));
  if (!(await listening.promise)) return nobody;
  server.unref();
  return {
    /** What was begun is finished, except questions: those may take long. */
    async close(): Promise<void> {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await closed;
      rmSync(socket, { force: true });
    },
  };
};

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  answers: Answers,
  closing: AbortSignal,
): Promise<void> => {
  const reply = (status: number, value: unknown) =>
    response
      .writeHead(status, { "content-type": "application/json", connection: "close" })
      .end(JSON.stringify(value));
  try {
    const asked = NeighbourRequest.parse(await json(request));
    if (asked.kind === "drop" && !answers.drop) reply(notHere, {});
    else reply(200, await valueFor(asked, answers, untilGone(response, closing)));
  } catch (error) {
    reply(422, { name: error instanceof Error ? error.name : "Error", message: messageOf(error) });
  }
};

/** Whoever asked may give up: then nobody needs the answer. */
const untilGone = (response: ServerResponse, closing: AbortSignal): AbortSignal => {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return AbortSignal.any([gone.signal, closing]);
};

const valueFor = async (
  asked: NeighbourRequest,
  { tables, drop }: Answers,
  signal: AbortSignal,
): Promise<unknown> => {
  if (asked.kind === "query") return tables.queryAside(asked.sql, asked.params);
  if (asked.kind === "drop") return drop?.(asked.files);
  const { parquet, ...explored } = await tables.explore({ ...asked, signal });
  return parquet === undefined ? explored : { ...explored, parquet: Buffer.from(parquet).toString("base64") };
};
