import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { messageOf } from "../../../shared/errors.ts";
import type { HttpHandler } from "../../../shared/http.ts";
import type { LocalPlatform } from "../../local/platform.ts";
import { answerQuestion, isQuestion } from "../questions.ts";
import { pageStyle } from "./page-style.ts";
import { statusPage } from "./status-page.ts";
import { StatusView } from "./status-view.ts";

export interface StatusServer {
  readonly url: string;
  close(): Promise<void>;
}

const loopback = "127.0.0.1";
const usualPort = 8080;
const portsToTry = 20;

/**
 * Serves the status, and answers to questions about what comes, to this machine alone. Without a port of the caller's
 * choice it takes the next free one.
 */
export const serveStatus = async (
  platform: LocalPlatform,
  ask: HttpHandler,
  port?: number,
): Promise<StatusServer> => {
  const view = new StatusView(platform);
  const server = createServer((request, response) => {
    answer(view, platform.home, ask, request, response).catch((error) =>
      send(response, 500, "text/plain", `${messageOf(error)}\n`),
    );
  });
  const taken = await listen(server, port);
  return {
    url: `http://${loopback}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const answer = async (
  view: StatusView,
  home: string,
  ask: HttpHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  // A page of another site can make a browser ask here under its own name; it must learn nothing.
  if (!isOurs(request.headers.host))
    return send(response, 403, "text/plain", "Not served under this name.\n");
  const path = request.url?.split("?")[0] ?? "/";
  if (isQuestion(path)) return answerQuestion(ask, request, response);
  if (request.method !== "GET") {
    response.setHeader("Allow", "GET");
    return send(response, 405, "text/plain", "Only GET.\n");
  }
  if (path === "/healthz") return send(response, 200, "text/plain", "ok\n");
  if (path === "/status.json")
    return send(response, 200, "application/json", `${JSON.stringify(await view.read(), null, 2)}\n`);
  if (path === "/") return send(response, 200, "text/html", statusPage(await view.read(), home));
  return send(
    response,
    404,
    "text/plain",
    "There are /, /status.json, /healthz and what /openapi.json lists.\n",
  );
};

const isOurs = (host = ""): boolean => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);

const styleHash = createHash("sha256").update(pageStyle.text).digest("base64");

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
  });
  response.end(body);
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
