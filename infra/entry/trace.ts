import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";

/** Which chain of work a line of the log belongs to: W3C's trace context, which Cloud Trace and OpenTelemetry read. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
}

const current = new AsyncLocalStorage<Trace>();

export const currentTrace = (): Trace | undefined => current.getStore();

export const withTrace = <Result>(trace: Trace, work: () => Result): Result => current.run(trace, work);

/** How a trace is carried in a header or in a message's attributes. */
export const traceparentOf = ({ traceId, spanId }: Trace): string => `00-${traceId}-${spanId}-01`;

/**
 * The trace that was handed on, as a step of its own; a new one where none was. The same event gives the same step, so
 * that a second delivery is found beside the first.
 */
export const traceOf = (eventId: string, carried: unknown): Trace => {
  const digest = createHash("sha256").update(eventId).digest("hex");
  const traceId =
    typeof carried === "string" ? (fromTraceparent(carried) ?? fromCloudTrace(carried)) : undefined;
  return { traceId: traceId ?? digest.slice(0, 32), spanId: digest.slice(32, 48) };
};

const fromTraceparent = (text: string): string | undefined =>
  sound(/^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(text)?.[1]);

/** X-Cloud-Trace-Context, which Google's front ends add. */
const fromCloudTrace = (text: string): string | undefined =>
  sound(/^([0-9a-f]{32})(?:\/|;|$)/.exec(text)?.[1]);

/** All zeros mean that there is none. */
const sound = (traceId: string | undefined): string | undefined =>
  traceId !== undefined && /[^0]/.test(traceId) ? traceId : undefined;
