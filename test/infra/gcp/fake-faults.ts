/** A job that ends with this error. */
export class EngineFault extends Error {
  readonly reason: string;
  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** An answer with an HTTP status that is no success. */
export class Refused extends Error {
  readonly status: number;
  readonly reason: string;
  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export type RequestKind = "insert" | "get" | "query" | "page";

/** What happens to the next request of a kind, instead of its answer. */
export interface PlannedFault {
  readonly on: RequestKind;
  /** Only a request whose path contains this. */
  readonly about?: string;
  /** `lost`: carried out, but the connection breaks before the answer. `broken`: it breaks before. `silent`: no answer ever comes. */
  readonly how: "lost" | "broken" | "silent" | Refused;
}
