import type { PubSub, Topic } from "@google-cloud/pubsub";
import { messageOf } from "../../shared/errors.ts";
import type { Bus } from "../../shared/ports.ts";
import { currentTrace, traceparentOf } from "../entry/trace.ts";

export interface PubsubBusOptions {
  readonly projectId: string;
  /** A server in the place of Google's, such as 127.0.0.1:8085. It is asked without credentials. */
  readonly apiEndpoint?: string;
  /** How long one message may take with all its repeats. A lost wake-up is found by the sweep; a stage that waits is not. */
  readonly publishMs?: number;
}

export interface PubsubBus extends Bus {
  /** Lets go of the connection, so that the process can end. */
  close(): Promise<void>;
}

/** Publishes only: Pub/Sub itself pushes each message to the functions that subscribed. */
export const pubsubBus = (options: PubsubBusOptions): PubsubBus => {
  let connection: Promise<Connection> | undefined;
  return {
    publish: async (topic, message) => {
      try {
        connection ??= connect(options);
        const data = Buffer.from(JSON.stringify(message));
        await (await connection).topic(topic).publishMessage({ data, attributes: carriedTrace() });
      } catch (error) {
        throw new Error(`publish to "${topic}": ${messageOf(error)}`, { cause: error });
      }
    },
    close: async () => {
      await (await connection)?.client.close();
      connection = undefined;
    },
  };
};

/** So that what a message causes is found beside what caused it. */
const carriedTrace = (): Record<string, string> => {
  const trace = currentTrace();
  return trace ? { traceparent: traceparentOf(trace) } : {};
};

interface Connection {
  readonly client: PubSub;
  readonly topic: (name: string) => Topic;
}

const connect = async ({
  projectId,
  apiEndpoint,
  publishMs = 30_000,
}: PubsubBusOptions): Promise<Connection> => {
  // Here and not above: gRPC takes a quarter of a second to load, which a function that publishes nothing need not spend.
  const { PubSub } = await import("@google-cloud/pubsub");
  const client = new PubSub({ projectId, ...(apiEndpoint && { apiEndpoint, emulatorMode: true }) });
  const topics = new Map<string, Topic>();
  const options = { batching: { maxMessages: 1 }, gaxOpts: { retry: retryWithin(publishMs) } };
  return {
    client,
    topic: (name) => {
      const topic = topics.get(name) ?? client.topic(name, options);
      topics.set(name, topic);
      return topic;
    },
  };
};

/** The client's own delays, but within a stage's patience and not for its ten minutes. */
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
