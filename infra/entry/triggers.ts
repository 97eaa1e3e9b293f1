import { randomUUID } from "node:crypto";
import type { CloudEvent, CloudEventFunction } from "@google-cloud/functions-framework";
import { z } from "zod";
import { messageOf, RejectedInput, RetryLater } from "../../shared/errors.ts";
import type { Log } from "../../shared/platform.ts";
import { spanFor, withTrace } from "./trace.ts";

type Read<Input> = (event: CloudEvent<unknown>) => Input;
type Run<Input> = (input: Input) => Promise<unknown>;

/**
 * Turns events into a stage's input, and holds the one catch. A malformed event is acknowledged, because no retry can
 * mend it. Any other error goes to the platform, which retries.
 */
export const onObjectEvent = <Input>(
  input: z.ZodType<Input>,
  run: Run<Input>,
  log: Log,
): CloudEventFunction => handler((event) => input.parse(event.data), run, log);

/** A Pub/Sub push: functions-framework has made it a CloudEvent that carries the message. */
export const onMessage = <Input>(input: z.ZodType<Input>, run: Run<Input>, log: Log): CloudEventFunction =>
  handler((event) => input.parse(messageContent(event.data)), run, log);

const handler =
  <Input>(read: Read<Input>, run: Run<Input>, log: Log): CloudEventFunction =>
  (event: CloudEvent<unknown>) =>
    withTrace(spanFor(eventId(event), carriedTrace(event)), () => handle(event, read, run, log));

/** A request that is not an event has no id, whatever its type promises. */
const eventId = ({ id }: Partial<CloudEvent<unknown>>): string => id ?? randomUUID();

const handle = async <Input>(
  event: CloudEvent<unknown>,
  read: Read<Input>,
  run: Run<Input>,
  log: Log,
): Promise<void> => {
  const input = readOrAcknowledge(event, read, log);
  if (!input) return;
  const started = performance.now();
  try {
    await run(input.value);
    const ms = Math.round(performance.now() - started);
    log.debug?.("event handled", { event: event.id, type: event.type, source: event.source, ms });
  } catch (error) {
    if (error instanceof RejectedInput)
      return log.error("input rejected", { event: event.id, reason: error.message });
    if (error instanceof RetryLater) log.warn("later", { event: event.id, reason: error.message });
    throw error;
  }
};

/** The sender's trace: an extension of the event, or an attribute of the message in it. */
const carriedTrace = (event: CloudEvent<unknown>): unknown =>
  event["traceparent"] ?? Carrier.safeParse(event.data).data?.message.attributes.traceparent;

const Carrier = z.object({
  message: z.object({ attributes: z.object({ traceparent: z.string().max(200) }) }),
});

/** Runs work that an HTTP request asks for, in the trace of that request. */
export const runInTrace = <Result>(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  work: () => Result,
): Result =>
  withTrace(spanFor(randomUUID(), headers["traceparent"] ?? headers["x-cloud-trace-context"]), work);

const readOrAcknowledge = <Input>(
  event: CloudEvent<unknown>,
  read: Read<Input>,
  log: Log,
): { value: Input } | undefined => {
  try {
    return { value: read(event) };
  } catch (error) {
    log.error("event not understood; acknowledged, because a retry cannot mend it", {
      counter: "event_not_understood",
      event: event.id,
      type: event.type,
      reason: describeFault(error).slice(0, 500),
    });
    return undefined;
  }
};

const describeFault = (error: unknown): string =>
  error instanceof z.ZodError
    ? error.issues.map(({ path, message }) => `${path.join(".") || "event"}: ${message}`).join("; ")
    : messageOf(error);

// A message is a wake-up of a few hundred bytes and never carries rows.
const longestMessage = 64 * 1024;

const Push = z.object({ message: z.object({ data: z.string().min(1).max(longestMessage) }) });

const messageContent = (data: unknown): unknown => {
  const { message } = Push.parse(data);
  return JSON.parse(z.base64().transform(decoded).parse(message.data));
};

const decoded = (base64: string): string => Buffer.from(base64, "base64").toString("utf8");
