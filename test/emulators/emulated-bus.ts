import { randomUUID } from "node:crypto";
import type { CloudEvent } from "@google-cloud/functions-framework";
import { PubSub } from "@google-cloud/pubsub";
import { pubsubBus } from "../../infra/gcp/bus.ts";
import type { CloudEventHandler } from "../../infra/local/subscription.ts";
import type { Bus } from "../../shared/ports.ts";
import { type PushReceiver, startPushReceiver } from "./push-receiver.ts";

/** The least that Pub/Sub allows. */
const ACK_DEADLINE_SECONDS = 10;

interface Parked {
  readonly topic: string;
  readonly event: CloudEvent<unknown>;
}

interface Subscriber {
  readonly topic: string;
  published: number;
  readonly handled: Set<string>;
  readonly parked: Set<string>;
}

/** The bus that publishes, with what Terraform would declare around it: topics, push subscriptions, dead letters. */
export class EmulatedBus implements Bus {
  // A project of its own: tests of one emulator do not see each other's topics.
  readonly #projectId = `p${randomUUID().slice(0, 8)}`;
  readonly #maxAttempts: number;
  readonly #admin: PubSub;
  readonly #bus: ReturnType<typeof pubsubBus>;
  readonly #topics = new Map<string, Promise<unknown>>();
  readonly #subscribers: Subscriber[] = [];
  readonly #receivers: PushReceiver[] = [];
  readonly #parked: Parked[] = [];
  #waiting: (() => void)[] = [];

  constructor(apiEndpoint: string, { maxAttempts }: { readonly maxAttempts: number }) {
    this.#maxAttempts = maxAttempts;
    this.#admin = new PubSub({ projectId: this.#projectId, apiEndpoint, emulatorMode: true });
    this.#bus = pubsubBus({ projectId: this.#projectId, apiEndpoint });
  }

  async publish(topic: string, message: unknown): Promise<void> {
    const subscribers = this.#subscribers.filter((subscriber) => subscriber.topic === topic);
    for (const subscriber of subscribers) subscriber.published += 1;
    await this.#bus.publish(topic, message);
  }

  async subscribe(topic: string, handler: CloudEventHandler, { concurrency = 1 } = {}): Promise<void> {
    const name = `${topic}-${this.#subscribers.length}`;
    const subscriber = { topic, published: 0, handled: new Set<string>(), parked: new Set<string>() };
    this.#subscribers.push(subscriber);
    await this.#subscribeTo(`${name}-dead`, `${name}-dead`, 1, async (event) => {
      if (!subscriber.parked.has(event.id)) this.#parked.push({ topic, event });
      this.#settle(subscriber.parked, event.id);
    });
    const settled = async (event: CloudEvent<unknown>) => {
      const { id } = event;
      await handler(event);
      this.#settle(subscriber.handled, id);
    };
    await this.#subscribeTo(topic, name, concurrency, settled, {
      deadLetterTopic: `projects/${this.#projectId}/topics/${name}-dead`,
      maxDeliveryAttempts: this.#maxAttempts,
    });
  }

  /** Resolves when each message was handled by, or given up for, each subscriber of its topic. */
  async idle(): Promise<void> {
    while (this.#subscribers.some(({ published, handled, parked }) => handled.size + parked.size < published))
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  parked(): readonly Parked[] {
    return this.#parked;
  }

  async close(): Promise<void> {
    const [subscriptions] = await this.#admin.getSubscriptions();
    await Promise.all(subscriptions.map((subscription) => subscription.delete()));
    for (const receiver of this.#receivers) await receiver.close();
    await Promise.all([this.#admin.close(), this.#bus.close()]);
  }

  async #subscribeTo(
    topic: string,
    name: string,
    concurrency: number,
    handler: CloudEventHandler,
    deadLetterPolicy?: { deadLetterTopic: string; maxDeliveryAttempts: number },
  ): Promise<void> {
    const receiver = await startPushReceiver(handler, concurrency);
    this.#receivers.push(receiver);
    const created = this.#topics.get(topic) ?? this.#admin.createTopic(topic);
    this.#topics.set(topic, created);
    await created;
    await this.#admin.topic(topic).createSubscription(name, {
      pushConfig: { pushEndpoint: receiver.endpoint(this.#projectId, topic) },
      ackDeadlineSeconds: ACK_DEADLINE_SECONDS,
      retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 1 } },
      ...(deadLetterPolicy && { deadLetterPolicy }),
    });
  }

  #settle(where: Set<string>, id: string): void {
    where.add(id);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
