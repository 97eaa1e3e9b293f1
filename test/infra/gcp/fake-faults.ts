/** A job that ends with this error. */
export class EngineFault extends Error {
  readonly reason: string;
  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** An HTTP error response. */
export class Refused extends Error {
  readonly status: number;
  readonly reason: string;
  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export type RequestKind = "insert" | "get" | "query" | "page" | "cancel" | "table";

/** A fault that replaces the answer to the next request of a kind. */
export interface PlannedFault {
  readonly on: RequestKind;
  /** Only a request whose path contains this. */
  readonly about?: string;
  /** `lost`: the request is carried out, but its answer is lost. `broken`: the connection breaks before. `silent`: no answer comes. */
  readonly how: "lost" | "broken" | "silent" | Refused;
}
