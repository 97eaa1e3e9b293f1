import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpFunction } from "@google-cloud/functions-framework";
import type { HttpHandler, HttpReply } from "../shared/http.ts";
import { whenThere } from "../shared/soon.ts";

/** An Express request as a stage wants it, and its reply as Express sends it. Bodies are taken from paths below one. */
export const onRequest = (handle: HttpHandler, bodiesBelow: string): HttpFunction => {
  takeBodiesAsSent(bodiesBelow);
  return (request, response) => {
    const { rawBody: body = noBody } = request;
    const contentType = asSent.get(request) ?? request.headers["content-type"];
    const reply = handle({
      method: request.method,
      path: request.path,
      bytes: body.length,
      ...(contentType !== undefined && { contentType }),
      ...(body.length > 0 && body.length <= mostRead && { body: body.toString("utf8") }),
    });
    return whenThere(reply, (reply) => send(response, reply));
  };
};

const noBody = Buffer.alloc(0);

export const send = (response: ServerResponse, reply: HttpReply): void => {
  const text = JSON.stringify(reply.body);
  const headers = { ...headersOf(reply), "content-length": Buffer.byteLength(text) };
  response.writeHead(reply.status, headers).end(text);
};

/** No question is longer: what is, is not made into text. */
export const mostRead = 4 * 1024 * 1024;

/** What was computed may be about a person: no one on the way keeps it. */
const headersOf = ({ headers = {}, contentType }: HttpReply): Record<string, string> => ({
  ...headers,
  "content-type": `${contentType}; charset=utf-8`,
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
});

/** Whoever has not sent a question by then is cut off: functions-framework itself would wait for ever. */
const longestSendMs = 10_000;

const asSent = new WeakMap<IncomingMessage, string>();

/**
 * functions-framework reads JSON before any function is asked, and answers what is none with a page that shows this
 * program's stack; it also inflates a compressed body to any size. Bodies for these paths are passed to it as plain
 * bytes instead, so that the function can say itself what is wrong with them.
 */
const takeBodiesAsSent = (below: string): void =>
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    const { url = "" } = request;
    // Express would answer such a path itself, with the same kind of page.
    if (!isWellEncoded(url)) request.url = url.replaceAll("%", "%25");
    if (!url.startsWith(below)) return;
    const { headers } = request;
    if (headers["content-type"] !== undefined) asSent.set(request, headers["content-type"]);
    headers["content-type"] = "application/octet-stream";
    delete headers["content-encoding"];
    const tooSlow = setTimeout(() => request.complete || request.destroy(), longestSendMs);
    request.once("close", () => clearTimeout(tooSlow));
  });

const isWellEncoded = (url: string): boolean => {
  if (!url.includes("%")) return true;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
};
