import type { Soon } from "./soon.ts";

/** A question over HTTP and its answer, as a stage sees them: no server, no framework. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly contentType?: string;
  /** Of the body as it came. */
  readonly bytes: number;
  /** As it came, as far as it was read: what is too long anyway may be cut. */
  readonly body?: string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly body: unknown;
}

export type HttpHandler = (request: HttpRequest) => Soon<HttpReply>;
