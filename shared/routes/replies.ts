import type { HttpReply } from "../http.ts";

/** The formats of replies, with their media types. */
export const mediaTypes = {
  json: "application/json",
  csv: "text/csv",
  html: "text/html",
  text: "text/plain",
  bytes: "application/octet-stream",
} as const;
export type Format = keyof typeof mediaTypes;

type Options = Partial<Pick<HttpReply, "status" | "headers" | "cacheControl">>;

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
