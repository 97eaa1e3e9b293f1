import { AsyncLocalStorage } from "node:async_hooks";
import { sha256Of } from "../../shared/sha256.ts";

/** W3C trace context, which Cloud Trace and OpenTelemetry read: the chain of work that a log line belongs to. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
}

const current = new AsyncLocalStorage<Trace>();

export const currentTrace = (): Trace | undefined => current.getStore();

export const withTrace = <Result>(trace: Trace, work: () => Result): Result => current.run(trace, work);

/** A trace as a header, or as an attribute of a message. */
export const formatTraceparent = ({ traceId, spanId }: Trace): string => `00-${traceId}-${spanId}-01`;

/**
 * A new span in the trace that was passed on, or in a new trace. The same event gives the same span, so that a second
 * delivery appears beside the first.
 */
export const spanFor = (eventId: string, carried: unknown): Trace => {
  const digest = sha256Of(eventId);
  const traceId =
    typeof carried === "string" ? (fromTraceparent(carried) ?? fromCloudTrace(carried)) : undefined;
  return { traceId: traceId ?? digest.slice(0, 32), spanId: digest.slice(32, 48) };
};

const fromTraceparent = (text: string): string | undefined =>
  validOrNone(/^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(text)?.[1]);

/** X-Cloud-Trace-Context, a header of Google's front ends. */
const fromCloudTrace = (text: string): string | undefined =>
  validOrNone(/^([0-9a-f]{32})(?:\/|;|$)/.exec(text)?.[1]);

/** W3C calls an id of zeros invalid: there is no trace. */
const validOrNone = (traceId: string | undefined): string | undefined =>
  traceId !== undefined && /[^0]/.test(traceId) ? traceId : undefined;
