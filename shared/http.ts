import type { ValueOrPromise } from "./value-or-promise.ts";

/** A request as a stage sees it, without a server or a framework. */
export interface HttpRequest {
  readonly method: string;
  /** As it was sent, without the query and not decoded. */
  readonly path: string;
  /** What follows the path's question mark. */
  readonly query?: string | undefined;
  readonly contentType?: string | undefined;
  readonly accept?: string | undefined;
  /** All headers, by their names in lower case. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Size of the body. */
  readonly bytes: number;
  /** Absent if the body is empty, is not UTF-8 text, or is larger than any route with a text allows. */
  readonly body?: string;
  /** The body as it was sent. Absent if it is empty, or larger than any route allows. */
  readonly content?: Uint8Array;
}

/** A header that is sent once; of one that is sent twice, nothing can be said. */
export const headerOf = ({ headers }: Pick<HttpRequest, "headers">, name: string): string | undefined => {
  const value = headers?.[name];
  return typeof value === "string" ? value : undefined;
};

interface ReplyHead {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without a charset: all text is sent in UTF-8. */
  readonly contentType: string;
  /** "no-store" if absent. Any other value also gives the reply an ETag. */
  readonly cacheControl?: string | undefined;
  /** Instead of one made from the body: then a body that the client holds need not be made. */
  readonly etag?: string | undefined;
  /** Sent compressed to a client that takes it. */
  readonly compress?: boolean | undefined;
  /** The compressed body, where whoever answers has kept it. */
  readonly gzipped?: (() => Uint8Array) | undefined;
}

export type HttpReply = ReplyHead &
  (
    | { readonly kind: "json"; readonly body: unknown }
    | { readonly kind: "content"; readonly body: string | Uint8Array }
    | {
        readonly kind: "events";
        /** The signal is aborted when the client goes away. */
        readonly body: (gone: AbortSignal) => AsyncIterable<ServerEvent>;
        readonly heartbeatMs: number;
      }
  );

/** Data is sent as JSON. */
export interface ServerEvent {
  readonly data: unknown;
  readonly event?: string;
  readonly id?: string;
}

export type HttpHandler = (request: HttpRequest) => ValueOrPromise<HttpReply>;

/** Whether a client that sent this If-None-Match has the very body. Tags compare weakly (RFC 9110, 13.1.2). */
export const holds = (ifNoneMatch: string | undefined, etag: string): boolean => {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  const strong = etag.replace(/^W\//, "");
  return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === strong);
};
