import { randomUUID } from "node:crypto";
import type { CloudEvent, CloudEventFunction } from "@google-cloud/functions-framework";
import { z } from "zod";
import { messageOf, RejectedInput, RetryLater } from "../../shared/errors.ts";
import type { Log } from "../../shared/platform.ts";
import { traceOf, withTrace } from "./trace.ts";

/**
 * What comes in, as a stage wants it, and the one catch. An event that is not what it should be is
 * acknowledged: a retry for 24 hours cannot mend it. Whatever else a stage throws goes to the platform,
 * which tries again.
 */
export const onObjectEvent = <Input>(
  input: z.ZodType<Input>,
  run: (input: Input) => Promise<unknown>,
  log: Log,
): CloudEventFunction => handler((event) => input.parse(event.data), run, log);

/** A Pub/Sub push: functions-framework has made it a CloudEvent that carries the message. */
export const onMessage = <Input>(
  input: z.ZodType<Input>,
  run: (input: Input) => Promise<unknown>,
  log: Log,
): CloudEventFunction => handler((event) => input.parse(contentOf(event.data)), run, log);

const handler =
  <Input>(
    read: (event: CloudEvent<unknown>) => Input,
    run: (input: Input) => Promise<unknown>,
    log: Log,
  ): CloudEventFunction =>
  (event: CloudEvent<unknown>) =>
    withTrace(traceOf(idOf(event), carriedBy(event)), () => handle(event, read, run, log));

/** What was no event at all comes without an id, whatever its type promises. */
const idOf = ({ id }: Partial<CloudEvent<unknown>>): string => id ?? randomUUID();

const handle = async <Input>(
  event: CloudEvent<unknown>,
  read: (event: CloudEvent<unknown>) => Input,
  run: (input: Input) => Promise<unknown>,
  log: Log,
): Promise<void> => {
  const input = readOrAcknowledge(event, read, log);
  if (!input) return;
  try {
    await run(input.value);
  } catch (error) {
    if (error instanceof RejectedInput)
      return log.error("input rejected", { event: event.id, reason: error.message });
    if (error instanceof RetryLater) log.warn("later", { event: event.id, reason: error.message });
    throw error;
  }
};

/** The trace of whoever caused the event: as the event's own extension, or as an attribute of the message in it. */
const carriedBy = (event: CloudEvent<unknown>): unknown =>
  event["traceparent"] ?? Carrier.safeParse(event.data).data?.message.attributes.traceparent;

const Carrier = z.object({
  message: z.object({ attributes: z.object({ traceparent: z.string().max(200) }) }),
});

/** Work that is asked for over HTTP, in the trace that the request belongs to. */
export const inTraceOf = <Result>(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  work: () => Result,
): Result =>
  withTrace(traceOf(randomUUID(), headers["traceparent"] ?? headers["x-cloud-trace-context"]), work);

const readOrAcknowledge = <Input>(
  event: CloudEvent<unknown>,
  read: (event: CloudEvent<unknown>) => Input,
  log: Log,
): { value: Input } | undefined => {
  try {
    return { value: read(event) };
  } catch (error) {
    log.error("event not understood; acknowledged, because a retry cannot mend it", {
      counter: "event_not_understood",
      event: event.id,
      type: event.type,
      reason: faultOf(error).slice(0, 500),
    });
    return undefined;
  }
};

const faultOf = (error: unknown): string =>
  error instanceof z.ZodError
    ? error.issues.map(({ path, message }) => `${path.join(".") || "event"}: ${message}`).join("; ")
    : messageOf(error);

// A message is a wake-up of a few hundred bytes. Rows never travel in one.
const longestMessage = 64 * 1024;

const Push = z.object({ message: z.object({ data: z.string().min(1).max(longestMessage) }) });

const contentOf = (data: unknown): unknown => {
  const { message } = Push.parse(data);
  return JSON.parse(z.base64().transform(decoded).parse(message.data));
};

const decoded = (base64: string): string => Buffer.from(base64, "base64").toString("utf8");
