import { createHash } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzip } from "../../shared/gzip.ts";
import { type HttpReply, holds, type ServerEvent } from "../../shared/http.ts";

type EventsReply = Extract<HttpReply, { readonly kind: "events" }>;

/** Sends a reply. Node leaves out the body of a HEAD by itself. */
export const sendReply = (
  request: IncomingMessage,
  response: ServerResponse,
  reply: HttpReply,
): void | Promise<void> => {
  if (reply.kind === "events") return sendEvents(request, response, reply);
  const body = reply.kind === "json" ? JSON.stringify(reply.body) : reply.body;
  const etag = reply.etag ?? contentEtag(reply, body);
  const headers = { ...replyHeaders(reply), ...(etag !== undefined && { etag }) };
  if (etag !== undefined && reply.status === 200 && isHeld(request, etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  if (reply.status === 304) return void response.writeHead(304, headers).end();
  const charset = typeof body === "string" ? "; charset=utf-8" : "";
  const { sent, encoding } = encoded(request, reply, body);
  response
    .writeHead(reply.status, {
      ...headers,
      ...encoding,
      "content-type": `${reply.contentType}${charset}`,
      "content-length": Buffer.byteLength(sent),
    })
    .end(sent);
};

/** A shorter body fits one packet as it is. */
const leastCompressed = 1400;

const encoded = (
  { headers }: IncomingMessage,
  { compress = false, gzipped, headers: own }: HttpReply,
  body: string | Uint8Array,
): { readonly sent: string | Uint8Array; readonly encoding?: Readonly<Record<string, string>> } => {
  if (!compress) return { sent: body };
  const vary = [own?.["vary"], "accept-encoding"].filter((name) => name !== undefined).join(", ");
  if (body.length < leastCompressed || !/\bgzip\b/.test(String(headers["accept-encoding"] ?? "")))
    return { sent: body, encoding: { vary } };
  return { sent: gzipped?.() ?? gzip(body), encoding: { vary, "content-encoding": "gzip" } };
};

/** An answer may be about a person: nothing on the way keeps it, unless its route says otherwise. */
const replyHeaders = ({ headers, cacheControl = "no-store" }: HttpReply): Record<string, string> => ({
  ...headers,
  "cache-control": cacheControl,
  "x-content-type-options": "nosniff",
});

/** Strong: the same tag means the same bytes. A reply that nobody may keep needs none. */
const contentEtag = ({ status, cacheControl = "no-store" }: HttpReply, body: string | Uint8Array) =>
  status !== 200 || cacheControl.includes("no-store")
    ? undefined
    : `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;

const isHeld = ({ method, headers }: IncomingMessage, etag: string): boolean =>
  (method === "GET" || method === "HEAD") && holds(headers["if-none-match"], etag);

/** Sends events until the stream ends or the client goes away. A slow client is waited for, so nothing piles up. */
const sendEvents = async (
  request: IncomingMessage,
  response: ServerResponse,
  reply: EventsReply,
): Promise<void> => {
  const headers = { ...replyHeaders(reply), "content-type": `${reply.contentType}; charset=utf-8` };
  response.writeHead(reply.status, headers);
  if (request.method === "HEAD") return void response.end();
  response.flushHeaders();
  const gone = new AbortController();
  const closed = new Promise<{ readonly done: true }>((resolve) =>
    response.once("close", () => {
      gone.abort();
      resolve({ done: true });
    }),
  );
  const heartbeat = setInterval(() => response.write(":\n\n"), reply.heartbeatMs);
  const events = reply.body(gone.signal)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([events.next(), closed]);
      if (next.done) return;
      if (!response.write(eventText(next.value))) await Promise.race([once(response, "drain"), closed]);
    }
  } finally {
    clearInterval(heartbeat);
    // Not awaited: a stream that waits for its next event ends when it sees the signal.
    events.return?.().catch(() => undefined);
    response.end();
  }
};

const eventText = ({ event, id, data }: ServerEvent): string =>
  [
    ...(event === undefined ? [] : [`event: ${oneLine(event)}`]),
    ...(id === undefined ? [] : [`id: ${oneLine(id)}`]),
    `data: ${JSON.stringify(data)}\n\n`,
  ].join("\n");

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, " ");
