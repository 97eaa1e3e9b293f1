import type { CloudEvent } from "@google-cloud/functions-framework";
import { messageOf } from "../../shared/errors.ts";
import { isPermanent } from "./permanent.ts";

export type CloudEventHandler = (event: CloudEvent<unknown>) => Promise<void> | void;

interface Delivery {
  readonly topic: string;
  readonly event: CloudEvent<unknown>;
  /** Failures so far. */
  readonly attempts: number;
}

/** A dead-letter message: given up after the last attempt, and kept so that it can be inspected and sent again. */
export interface ParkedMessage extends Delivery {
  readonly error: string;
}

export interface RetryPolicy {
  /** A clock that ignores the signal also works; close() then waits until its sleepers wake. */
  readonly clock: { sleep(ms: number, signal?: AbortSignal): Promise<void> };
  readonly log: BusLog;
  readonly maxAttempts: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /** Returns 0 to 1: how much of the longest wait a retry takes. */
  readonly random: () => number;
}

type BusLog = (severity: "WARNING" | "ERROR", message: string, fields: Record<string, unknown>) => void;

interface Parts {
  readonly handler: CloudEventHandler;
  readonly concurrency: number;
  readonly policy: RetryPolicy;
  readonly closing: AbortSignal;
  /** Called once per delivery: after it succeeded, was parked or was dropped. */
  readonly settled: () => void;
  readonly park: (message: ParkedMessage) => Promise<void>;
}

/** The queue of one handler. A message that waits for its retry does not occupy a slot. */
export class Subscription {
  readonly #parts: Parts;
  #queue: Delivery[] = [];
  #running = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isBusy(): boolean {
    return this.#queue.length + this.#running > 0;
  }

  enqueue(delivery: Delivery): void {
    this.#queue.push(delivery);
    // Deferred: a handler that publishes must not run the next handler on its own stack.
    setImmediate(() => this.#startWaiting());
  }

  dropQueue(): void {
    const dropped = this.#queue;
    this.#queue = [];
    for (const delivery of dropped) this.#drop(delivery, "the bus was closed");
  }

  #startWaiting(): void {
    while (this.#running < this.#parts.concurrency) {
      const delivery = this.#queue.shift();
      if (delivery === undefined) return;
      this.#running += 1;
      void this.#run(delivery);
    }
  }

  async #run(delivery: Delivery): Promise<void> {
    const [outcome] = await Promise.allSettled([this.#handle(delivery)]);
    this.#running -= 1;
    this.#startWaiting();
    if (outcome.status === "fulfilled") this.#parts.settled();
    else await this.#handleFailure({ ...delivery, attempts: delivery.attempts + 1 }, outcome.reason);
  }

  /** Passes a copy, as over a network: other handlers and retries must not see changes that this one makes. */
  async #handle({ event }: Delivery): Promise<void> {
    await this.#parts.handler(structuredClone(event));
  }

  async #handleFailure(delivery: Delivery, error: unknown): Promise<void> {
    const { policy, closing, park, settled } = this.#parts;
    if (closing.aborted) return this.#drop(delivery, messageOf(error));
    if (delivery.attempts >= policy.maxAttempts || isPermanent(error)) {
      await park({ ...delivery, error: messageOf(error) });
      return settled();
    }
    const expected = error instanceof Error && error.name === "RetryLater";
    const { topic, event, attempts } = delivery;
    policy.log(expected ? "WARNING" : "ERROR", messageOf(error), { topic, messageId: event.id, attempts });
    // Rejects if the bus closes meanwhile; the next line handles that.
    await policy.clock.sleep(this.#retryMs(attempts), closing).catch(() => undefined);
    if (closing.aborted) return this.#drop(delivery, messageOf(error));
    this.enqueue(delivery);
  }

  /** Full jitter: a random wait up to the doubled limit, so that messages that failed together do not retry together. */
  #retryMs(attempts: number): number {
    const { firstRetryMs, maxRetryMs, random } = this.#parts.policy;
    return random() * Math.min(maxRetryMs, firstRetryMs * 2 ** (attempts - 1));
  }

  #drop({ topic, event, attempts }: Delivery, reason: string): void {
    this.#parts.policy.log("WARNING", `dropped: ${reason}`, { topic, messageId: event.id, attempts });
    this.#parts.settled();
  }
}
