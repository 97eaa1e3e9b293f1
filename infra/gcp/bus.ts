import type { Topic } from "@google-cloud/pubsub";
import { messageOf } from "../../shared/errors.ts";
import type { Bus } from "../../shared/ports.ts";
import { currentTrace, formatTraceparent } from "../entry/trace.ts";

export interface PubsubBusOptions {
  readonly projectId: string;
  /** Another server than Google's, such as 127.0.0.1:8085. It gets no credentials. */
  readonly apiEndpoint?: string;
  /** The time limit of one message with retries. The sweep repairs a lost wake, but not a stage that hangs. */
  readonly publishMs?: number;
}

/** Publishes only: Pub/Sub itself pushes each message to the functions that subscribed. */
export const pubsubBus = (options: PubsubBusOptions) => {
  let connection: ReturnType<typeof connect> | undefined;
  return {
    publish: async (topic, message) => {
      try {
        connection ??= connect(options);
        const data = Buffer.from(JSON.stringify(message));
        await (await connection).topic(topic).publishMessage({ data, attributes: attributesOf(message) });
      } catch (error) {
        throw new Error(`publish to "${topic}": ${messageOf(error)}`, { cause: error });
      }
    },
    /** Closes the connection, so that the process can exit. */
    close: async () => {
      await (await connection)?.client.close();
      connection = undefined;
    },
  } satisfies Bus & { close(): Promise<void> };
};

/** https://github.com/googleapis/google-cloudevents/blob/main/docs/spec/pubsub.md (structured mode) */
const attributesOf = (message: unknown): Record<string, string> => {
  const isCloudEvent = typeof message === "object" && message !== null && "specversion" in message;
  return { ...traceAttributes(), ...(isCloudEvent && { "content-type": "application/cloudevents+json" }) };
};

/** Carries the trace along, so that logs show what caused a message. */
const traceAttributes = (): Record<string, string> => {
  const trace = currentTrace();
  return trace ? { traceparent: formatTraceparent(trace) } : {};
};

const connect = async ({ projectId, apiEndpoint, publishMs = 30_000 }: PubsubBusOptions) => {
  // Imported lazily: gRPC takes 250 ms to load, and many functions publish nothing.
  const { PubSub } = await import("@google-cloud/pubsub");
  const client = new PubSub({ projectId, ...(apiEndpoint && { apiEndpoint, emulatorMode: true }) });
  const topics = new Map<string, Topic>();
  const options = { batching: { maxMessages: 1 }, gaxOpts: { retry: retryWithin(publishMs) } };
  return {
    client,
    topic: (name: string): Topic => {
      const topic = topics.get(name) ?? client.topic(name, options);
      topics.set(name, topic);
      return topic;
    },
  };
};

/** The client's default delays, but a shorter limit than its ten minutes. */
const retryWithin = (totalMs: number) => ({
  backoffSettings: {
    initialRetryDelayMillis: 100,
    retryDelayMultiplier: 4,
    maxRetryDelayMillis: 5000,
    initialRpcTimeoutMillis: Math.min(totalMs, 10_000),
    rpcTimeoutMultiplier: 1,
    maxRpcTimeoutMillis: 10_000,
    totalTimeoutMillis: totalMs,
  },
});
