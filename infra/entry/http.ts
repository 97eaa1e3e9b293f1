import { isUtf8 } from "node:buffer";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpFunction } from "@google-cloud/functions-framework";
import type { HttpHandler, HttpReply } from "../../shared/http.ts";
import { andThen } from "../../shared/value-or-promise.ts";

/** An Express request as a stage wants it, and its reply as Express sends it. */
export const onRequest = (handle: HttpHandler): HttpFunction => {
  takeQuestionsAsSent();
  return (request, response) => {
    const { rawBody: body = noBody, method, headers } = request;
    const { url = request.originalUrl, contentType = headers["content-type"] } = asSent.get(request) ?? {};
    const reply = handle({
      method,
      ...placeOf(url),
      ...(contentType !== undefined && { contentType }),
      ...contentOf(body),
    });
    return andThen(reply, (reply) => send(response, reply));
  };
};

const noBody = Buffer.alloc(0);

export const placeOf = (url: string): { readonly path: string; readonly query?: string } => {
  const mark = url.indexOf("?");
  return mark < 0 ? { path: url } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
};

export const contentOf = (body: Buffer): { readonly bytes: number; readonly body?: string } => ({
  bytes: body.length,
  ...(body.length > 0 && body.length <= mostRead && isUtf8(body) && { body: body.toString("utf8") }),
});

/** No question is longer: what is, is not made into text. */
export const mostRead = 4 * 1024 * 1024;

export const send = (response: ServerResponse, reply: HttpReply): void => {
  const text = JSON.stringify(reply.body);
  const headers = { ...headersOf(reply), "content-length": Buffer.byteLength(text) };
  response.writeHead(reply.status, headers).end(text);
};

/** What was computed may be about a person: no one on the way keeps it. */
const headersOf = ({ headers = {}, contentType }: HttpReply): Record<string, string> => ({
  ...headers,
  "content-type": `${contentType}; charset=utf-8`,
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
});

/** Whoever has not sent a question by then is cut off: functions-framework itself would wait for ever. */
const longestSendMs = 10_000;

interface AsSent {
  readonly url?: string;
  readonly contentType?: string;
}

/** What was kept from functions-framework. */
const asSent = new WeakMap<IncomingMessage, AsSent>();

/** Where the events of other stages come to: a laptop's process has them all. */
const eventPath = /^\/(?:$|\?|projects\/)/;

/**
 * functions-framework reads JSON before any function is asked, and answers what is none with a page that shows this
 * program's stack; it also inflates a compressed body to any size. What is no event is passed to it as plain bytes
 * instead, so that the function can say itself what is wrong with it. The same with a path that is not well encoded.
 */
const takeQuestionsAsSent = (): void =>
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    const { url = "", headers } = request;
    if (eventPath.test(url)) return;
    const contentType = headers["content-type"];
    const isSound = isWellEncoded(url);
    asSent.set(request, { ...(!isSound && { url }), ...(contentType !== undefined && { contentType }) });
    if (!isSound) request.url = url.replaceAll("%", "%25");
    takeBody(request);
  });

const takeBody = (request: IncomingMessage): void => {
  const { headers } = request;
  headers["content-type"] = "application/octet-stream";
  if (headers["content-encoding"] !== undefined) delete headers["content-encoding"];
  const tooSlow = setTimeout(() => request.complete || request.destroy(), longestSendMs);
  request.once("close", () => clearTimeout(tooSlow));
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
