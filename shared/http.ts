import type { ValueOrPromise } from "./value-or-promise.ts";

/** A question over HTTP and its answer, as a stage sees them: no server, no framework. */
export interface HttpRequest {
  readonly method: string;
  /** As it was sent, without the query: nobody has decoded it. */
  readonly path: string;
  /** What follows the path's question mark. */
  readonly query?: string;
  readonly contentType?: string;
  /** Of the body as it came. */
  readonly bytes: number;
  /** Its text. What is longer than any question is not read, and what is no UTF-8 has none. */
  readonly body?: string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly body: unknown;
}

export type HttpHandler = (request: HttpRequest) => ValueOrPromise<HttpReply>;
