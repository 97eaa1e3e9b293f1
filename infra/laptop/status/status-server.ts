import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { content } from "../../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../../shared/routes/route.ts";
import { type HttpService, serveRoutes } from "../../../shared/routes/serve-routes.ts";
import { answerRequest } from "../../entry/http.ts";
import { type RequestGate, requestGate } from "../../entry/request-gate.ts";
import { sendReply } from "../../entry/send-reply.ts";
import type { LocalPlatform } from "../../local/platform.ts";
import { type Status, statusReader } from "./status-view.ts";
import { type WhoConnects, whoConnects } from "./who-connects.ts";

export type StatusServer = Awaited<ReturnType<typeof serveStatus>>;

const loopback = "127.0.0.1";
const usualPort = 8080;
const portsToTry = 20;
/** A client that has not sent its request by then is cut off. */
const longestSendMs = 10_000;
const patienceMs = 2_000;

/** Serves the pages, the answers and the status to this machine only. Without a port it takes the next free one. */
export const serveStatus = async (platform: LocalPlatform, stages: readonly HttpService[], port?: number) => {
  const own = statusRoutes(statusReader(platform));
  const service = serveRoutes([...own, ...stages.flatMap(({ routes }) => routes)], {
    title: "Daybook",
    description: "The pages, the status of a home, and the answers of its functions.",
    log: platform.log,
    showProblem: stages.find(({ showProblem }) => showProblem)?.showProblem,
  });
  const gate = requestGate();
  const known = Promise.withResolvers<WhoConnects>();
  const server = createServer({ requestTimeout: longestSendMs }, (request, response) => {
    // Only a connection that breaks gets here: the service answers its own failures.
    known.promise
      .then((who) => answer(who, service, request, response, gate))
      .catch(() => response.destroy());
  });
  const taken = await listen(server, port);
  const who = await whoConnects(taken);
  known.resolve(who);
  return {
    url: `http://${loopback}:${taken}`,
    /** False where the system does not tell who asks. */
    isOwnUserOnly: who.isKnown,
    /** Finishes what was begun; a page that is being kept up to date is not waited for. */
    async close() {
      await gate.close(server, patienceMs);
      server.closeAllConnections();
    },
  };
};

/** A page of another site can make a browser ask here under its own name; it must learn nothing. */
const isOurs = (host = ""): boolean => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);

const answer = async (
  who: WhoConnects,
  service: HttpService,
  request: IncomingMessage,
  response: ServerResponse,
  gate: RequestGate,
): Promise<void> => {
  const refuse = (why: string) => sendReply(request, response, content("text", `${why}\n`, { status: 403 }));
  if (!isOurs(request.headers.host)) return refuse("Not served under this name.");
  if (!who.isAllowed(request.socket)) return refuse("This home belongs to another user of this machine.");
  return answerRequest(service, request, response, gate);
};

const listen = async (server: Server, port: number | undefined): Promise<number> => {
  const usual = Array.from({ length: portsToTry }, (_, index) => usualPort + index);
  const candidates = port === undefined ? [...usual, 0] : [port];
  for (const candidate of candidates) {
    const taken = await tryPort(server, candidate);
    if (taken !== undefined) return taken;
  }
  throw new Error(
    `port ${port} is taken; choose another with --port, or leave it out to take the next free one`,
  );
};

const tryPort = (server: Server, port: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const failed = (error: Error) =>
      "code" in error && error.code === "EADDRINUSE" ? resolve(undefined) : reject(error);
    server.once("error", failed);
    server.listen(port, loopback, () => {
      server.off("error", failed);
      resolve((server.address() as AddressInfo).port);
    });
  });

const headers = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
};

const statusRoutes = (read: () => Promise<Status>): readonly HttpRoute[] => [
  route({
    method: "GET",
    path: "/status.json",
    summary: "The status",
    replies: { json: z.unknown() },
    answer: async () => content("json", `${JSON.stringify(await read(), null, 2)}\n`, { headers }),
  }),
  route({
    method: "GET",
    path: "/healthz",
    summary: "Whether the process lives",
    replies: { text: z.string() },
    answer: () => content("text", "ok\n", { headers }),
  }),
];
