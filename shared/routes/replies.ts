import type { HttpReply, ServerEvent } from "../http.ts";

/** The formats of replies, with their media types. */
export const mediaTypes = {
  json: "application/json",
  csv: "text/csv",
  html: "text/html",
  css: "text/css",
  script: "text/javascript",
  text: "text/plain",
  bytes: "application/octet-stream",
  events: "text/event-stream",
} as const;
export type Format = keyof typeof mediaTypes;

type Options = Partial<
  Pick<HttpReply, "status" | "headers" | "cacheControl" | "etag" | "compress" | "gzipped">
>;

export const json = (body: unknown, options?: Options): HttpReply => ({
  status: 200,
  contentType: mediaTypes.json,
  kind: "json",
  body,
  ...options,
});

/** A body that is ready to be sent. */
export const content = (format: Format, body: string | Uint8Array, options?: Options): HttpReply => ({
  status: 200,
  contentType: mediaTypes[format],
  kind: "content",
  body,
  ...options,
});

/** Proxies cut a connection on which nothing is sent for about a minute. */
const usualHeartbeatMs = 15_000;

export const events = (
  body: (gone: AbortSignal) => AsyncIterable<ServerEvent>,
  heartbeatMs: number = usualHeartbeatMs,
): HttpReply => ({ status: 200, contentType: mediaTypes.events, kind: "events", body, heartbeatMs });
