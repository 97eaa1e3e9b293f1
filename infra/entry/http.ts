import { isUtf8 } from "node:buffer";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { HttpFunction } from "@google-cloud/functions-framework";
import type { HttpHandler, HttpRequest } from "../../shared/http.ts";
import { andThen } from "../../shared/value-or-promise.ts";
import { mostRead, type Refusal, type RequestGate, requestGate, sendRefusal } from "./request-gate.ts";
import { sendReply } from "./send-reply.ts";

/** Adapts a handler to functions-framework. */
export const onRequest = (handle: HttpHandler): HttpFunction => {
  keepRequestsAsSent();
  return (request, response) => {
    const { refusal } = asSent.get(request) ?? {};
    if (refusal) return sendRefusal(request, response, refusal);
    const { rawBody: body = noBody, method, headers } = request;
    const { url = request.originalUrl, contentType = headers["content-type"] } = asSent.get(request) ?? {};
    const asked = {
      method,
      ...splitUrl(url),
      contentType,
      accept: headers.accept,
      headers,
      ...decodeBody(body),
    };
    return andThen(handle(asked), (reply) => sendReply(request, response, reply));
  };
};

const noBody = Buffer.alloc(0);

/** Answers a request to a plain Node server in the same way. */
export const answerRequest = async (
  handle: HttpHandler,
  request: IncomingMessage,
  response: ServerResponse,
  /** One for the whole server. */
  gate: RequestGate = requestGate(),
): Promise<void> => {
  const refusal = gate.admit(request, response);
  if (refusal) return sendRefusal(request, response, refusal);
  const { method = "GET", url = "/", headers } = request;
  const asked = {
    method,
    ...splitUrl(url),
    contentType: headers["content-type"],
    accept: headers.accept,
    headers,
  };
  await sendReply(request, response, await handle({ ...asked, ...(await readContent(request)) }));
};

const splitUrl = (url: string): Pick<HttpRequest, "path" | "query"> => {
  const mark = url.indexOf("?");
  return mark < 0 ? { path: url } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
};

type Content = Pick<HttpRequest, "bytes" | "body" | "content">;

const decodeBody = (body: Buffer): Content => ({
  bytes: body.length,
  ...(body.length > 0 && body.length <= mostRead && { content: body }),
  ...(body.length > 0 && body.length <= mostText && isUtf8(body) && { body: body.toString("utf8") }),
});

/** No route takes a longer text. */
const mostText = 4 * 1024 * 1024;
const readContent = async (request: IncomingMessage): Promise<Content> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes <= mostRead) chunks.push(chunk);
  }
  return bytes <= mostRead ? decodeBody(Buffer.concat(chunks)) : { bytes };
};

/** A client that has not sent its request by then is cut off: functions-framework itself would wait for ever. */
const longestSendMs = 10_000;

interface AsSent {
  readonly refusal?: Refusal;
  readonly url?: string;
  readonly contentType?: string;
}

/** What functions-framework does not get to see. */
const asSent = new WeakMap<IncomingMessage, AsSent>();

/** Where events for other stages arrive: the laptop has all stages in one process. */
const eventPath = /^\/(?:$|\?|projects\/)/;

/**
 * functions-framework parses JSON before it calls a function, and answers a fault with a page that shows this program's
 * stack; it also inflates a compressed body to any size. So a request that is no event reaches it as plain bytes, and the
 * function itself says what is wrong. The same holds for a path that is not well encoded.
 */
const keepRequestsAsSent = (): void => {
  if (isKeeping) return;
  isKeeping = true;
  subscribe("http.server.request.start", (message) => keepAsSent(message as RequestStart));
};

/** Several functions may stand in one process. A request that was kept twice would lose what it was sent as. */
let isKeeping = false;

const keepAsSent = ({ request, response, server }: RequestStart): void => {
  finishAtSigterm(server);
  const { url = "", headers } = request;
  cutIfSlow(request);
  if (eventPath.test(url)) return;
  const refusal = gate.admit(request, response);
  if (refusal) {
    // Without a length there is no body to read: the function answers at once.
    for (const name of ["content-length", "transfer-encoding"]) delete headers[name];
    asSent.set(request, { refusal });
    return;
  }
  const contentType = headers["content-type"];
  const isSound = isWellEncoded(url);
  asSent.set(request, { ...(!isSound && { url }), ...(contentType !== undefined && { contentType }) });
  if (!isSound) request.url = url.replaceAll("%", "%25");
  takeBody(request);
};

const takeBody = (request: IncomingMessage): void => {
  const { headers } = request;
  headers["content-type"] = "application/octet-stream";
  if (headers["content-encoding"] !== undefined) delete headers["content-encoding"];
};

const cutIfSlow = (request: IncomingMessage): void => {
  const tooSlow = setTimeout(() => request.complete || request.destroy(), longestSendMs);
  request.once("close", () => clearTimeout(tooSlow));
};

interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

const gate = requestGate();
/** Cloud Run kills an instance ten seconds after SIGTERM. */
const patienceMs = 9_000;
let isPrepared = false;

/** functions-framework itself answers 500 to the newest request and exits: its handler is replaced once a server is there. */
const finishAtSigterm = (server: Server): void => {
  if (isPrepared) return;
  isPrepared = true;
  process.removeAllListeners("SIGTERM");
  process.once("SIGTERM", () => void gate.close(server, patienceMs).then(() => process.exit(0)));
};

const isWellEncoded = (url: string): boolean => {
  if (!url.includes("%")) return true;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
};
