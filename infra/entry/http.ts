import { isUtf8 } from "node:buffer";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpFunction } from "@google-cloud/functions-framework";
import type { HttpHandler, HttpRequest } from "../../shared/http.ts";
import { andThen } from "../../shared/value-or-promise.ts";
import { sendReply } from "./send-reply.ts";

/** Adapts a handler to functions-framework. */
export const onRequest = (handle: HttpHandler): HttpFunction => {
  keepRequestsAsSent();
  return (request, response) => {
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
): Promise<void> => {
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
/** No route takes a longer file, nor does Cloud Run: a longer body is counted and not kept. */
const mostRead = 32 * 1024 * 1024;

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
const keepRequestsAsSent = (): void =>
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
