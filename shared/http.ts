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
  /** Size of the body. */
  readonly bytes: number;
  /** Absent if the body is empty, is not UTF-8 text, or is larger than any route allows. */
  readonly body?: string;
}

interface ReplyHead {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without a charset: all text is sent in UTF-8. */
  readonly contentType: string;
  /** "no-store" if absent. Any other value also gives the reply an ETag. */
  readonly cacheControl?: string | undefined;
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
