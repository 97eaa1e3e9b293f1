import type { CloudEvent } from "@google-cloud/functions-framework";
import { messageOf } from "../../shared/errors.ts";
import type { Bus, Ids } from "../../shared/ports.ts";
import { currentTrace, formatTraceparent } from "../entry/trace.ts";
import {
  type CloudEventHandler,
  type ParkedMessage,
  type RetryPolicy,
  Subscription,
} from "./subscription.ts";

export interface BusOptions extends Partial<Omit<RetryPolicy, "clock">> {
  readonly clock: RetryPolicy["clock"] & { now(): Date };
  readonly ids: Ids;
  readonly onPark?: (message: ParkedMessage) => Promise<void> | void;
}

/** Pub/Sub in one process: at-least-once delivery in any order, with retries; a message that keeps failing is parked. */
export class LocalBus implements Bus {
  readonly #options: Required<BusOptions>;
  readonly #subscriptions = new Map<string, Subscription[]>();
  readonly #parked: ParkedMessage[] = [];
  readonly #closing = new AbortController();
  #unsettled = 0;
  #waiting: (() => void)[] = [];

  constructor(options: BusOptions) {
    this.#options = { ...DEFAULTS, ...options };
  }

  async publish(topic: string, message: unknown): Promise<void> {
    const { ids, clock } = this.#options;
    await this.deliver(topic, pubsubEvent(topic, message, ids.next(), clock.now()));
  }

  /** Publishes a complete CloudEvent, such as a change in a bucket, with the same retries and parking. */
  async deliver(topic: string, event: CloudEvent<unknown>): Promise<void> {
    if (this.#closing.signal.aborted) throw new Error(`publish to "${topic}": the bus is closed`);
    const subscriptions = this.#subscriptions.get(topic);
    if (subscriptions === undefined)
      throw new Error(`publish to "${topic}": nothing is subscribed to this topic`);
    for (const subscription of subscriptions) {
      this.#unsettled += 1;
      subscription.enqueue({ topic, event, attempts: 0 });
    }
  }

  subscribe(topic: string, handler: CloudEventHandler, { concurrency = 1 } = {}): void {
    const subscription = new Subscription({
      handler,
      concurrency,
      policy: this.#options,
      closing: this.#closing.signal,
      settled: () => this.#settle(),
      park: (message) => this.#park(message),
    });
    this.#subscriptions.set(topic, [...(this.#subscriptions.get(topic) ?? []), subscription]);
  }

  /** True while a message of the topic is queued or being handled. One that waits for its retry does not count. */
  isBusy(topic: string): boolean {
    return (this.#subscriptions.get(topic) ?? []).some(({ isBusy }) => isBusy);
  }

  /** Resolves when nothing is queued, running or waiting for a retry. */
  idle(): Promise<void> {
    if (this.#unsettled === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  parked(): readonly ParkedMessage[] {
    return [...this.#parked];
  }

  /** Waits for running handlers. Queued messages are dropped; the sweep finds their work later. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const subscription of [...this.#subscriptions.values()].flat()) subscription.dropQueue();
    await this.idle();
  }

  async #park(message: ParkedMessage): Promise<void> {
    this.#parked.push(message);
    const { topic, attempts, error, event } = message;
    const { log, onPark } = this.#options;
    log("ERROR", `parked after ${attempts} attempts: ${error}`, { topic, messageId: event.id });
    try {
      await onPark(message);
    } catch (failure) {
      log("ERROR", `parked, but onPark failed: ${messageOf(failure)}`, { topic, messageId: event.id });
    }
  }

  #settle(): void {
    this.#unsettled -= 1;
    if (this.#unsettled > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

const DEFAULTS = {
  log: () => undefined,
  maxAttempts: 8,
  firstRetryMs: 100,
  maxRetryMs: 10_000,
  random: Math.random,
  onPark: () => undefined,
} satisfies Partial<BusOptions>;

/** The CloudEvent that functions-framework makes of a Pub/Sub push. */
export const pubsubEvent = (topic: string, message: unknown, id: string, now: Date): CloudEvent<unknown> => {
  const time = now.toISOString();
  const trace = currentTrace();
  return {
    id,
    time,
    specversion: "1.0",
    datacontenttype: "application/json",
    type: "google.cloud.pubsub.topic.v1.messagePublished",
    source: `//pubsub.googleapis.com/projects/local/topics/${topic}`,
    data: {
      message: {
        "@type": "type.googleapis.com/google.pubsub.v1.PubsubMessage",
        data: Buffer.from(JSON.stringify(message)).toString("base64"),
        attributes: trace ? { traceparent: formatTraceparent(trace) } : {},
        publishTime: time,
        messageId: id,
      },
    },
  };
};
