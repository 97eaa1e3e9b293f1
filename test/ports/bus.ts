import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect } from "vitest";
import type { CloudEventHandler, ParkedMessage } from "../../infra/local/subscription.ts";
import { RetryLater } from "../../shared/errors.ts";
import type { Bus } from "../../shared/ports.ts";
import { messageIn, PushedEvent } from "./pushed-event.ts";
import { behaviours, type Lack } from "./suite.ts";

interface BusUnderTest extends Bus {
  subscribe(
    topic: string,
    handler: CloudEventHandler,
    options?: { concurrency?: number },
  ): Promise<void> | void;
  idle(): Promise<void>;
  parked():
    | readonly Pick<ParkedMessage, "topic" | "event">[]
    | Promise<readonly Pick<ParkedMessage, "topic" | "event">[]>;
  close(): Promise<void>;
}

export interface BusAdapter {
  readonly name: string;
  /** Retries should follow quickly. Five attempts are the minimum of a Pub/Sub dead-letter policy. */
  connect(limits: { maxAttempts: 5 }): Promise<BusUnderTest> | BusUnderTest;
  readonly lacks?: readonly Lack[];
}

/** The behaviour of every bus. */
export const testBus = ({ name, connect, lacks }: BusAdapter): void => {
  describe(`bus: ${name}`, () => {
    const test = behaviours(lacks);
    const open: BusUnderTest[] = [];
    const connected = async (): Promise<BusUnderTest> => {
      const bus = await connect({ maxAttempts: 5 });
      open.push(bus);
      return bus;
    };
    afterEach(async () => {
      for (const bus of open.splice(0)) await bus.close();
    });

    test("delivers each message to every subscriber of its topic at least once", async () => {
      const bus = await connected();
      const seen = { first: new Set<unknown>(), second: new Set<unknown>(), other: new Set<unknown>() };
      await bus.subscribe("wake", (event) => void seen.first.add(messageIn(event)));
      await bus.subscribe("wake", (event) => void seen.second.add(messageIn(event)));
      await bus.subscribe("other", (event) => void seen.other.add(messageIn(event)));

      await Promise.all(["a", "b", "c"].map((message) => bus.publish("wake", message)));
      await bus.idle();

      expect([...seen.first].sort()).toEqual(["a", "b", "c"]);
      expect([...seen.second].sort()).toEqual(["a", "b", "c"]);
      expect([...seen.other]).toEqual([]);
    });

    test("delivers the CloudEvent of a Pub/Sub push with any JSON", async () => {
      const bus = await connected();
      const events: unknown[] = [];
      await bus.subscribe("wake", (event) => void events.push(event));
      const message = { stage: "clean", "ünïcödé 😀": [1, null, { deep: "</script>" }] };

      await bus.publish("wake", message);
      await bus.idle();

      const event = PushedEvent.parse(events[0]);
      expect(event.source).toMatch(/\/topics\/wake$/);
      expect(event.data.message.messageId).toBe(event.id);
      expect(messageIn(event)).toEqual(message);
    });

    for (const error of [new Error("broken"), new RetryLater("someone else holds the lease")]) {
      test(`tries again after a handler threw ${error.name}, with the same event`, async () => {
        const bus = await connected();
        const ids: string[] = [];
        await bus.subscribe("wake", (event) => {
          ids.push(event.id);
          event.id = "changed by the handler";
          if (ids.length < 3) throw error;
        });

        await bus.publish("wake", "a");
        await bus.idle();

        expect(ids).toEqual([ids[0], ids[0], ids[0]]);
        expect(await bus.parked()).toEqual([]);
      });
    }

    test("parks a message that keeps failing and handles the others", async () => {
      const bus = await connected();
      const handled = new Set<unknown>();
      let poisonAttempts = 0;
      await bus.subscribe("wake", (event) => {
        if (messageIn(event) !== "poison") return void handled.add(messageIn(event));
        poisonAttempts += 1;
        throw new Error("cannot be handled");
      });

      await Promise.all(["a", "poison", "b"].map((message) => bus.publish("wake", message)));
      await bus.idle();

      const parked = await bus.parked();
      expect(parked.map(({ event }) => messageIn(event))).toEqual(["poison"]);
      expect(poisonAttempts).toBeGreaterThanOrEqual(5);
      expect([...handled].sort()).toEqual(["a", "b"]);
    });

    for (const concurrency of [1, 3]) {
      test(`runs a handler ${concurrency} at a time when told so`, async () => {
        const bus = await connected();
        let running = 0;
        let most = 0;
        await bus.subscribe(
          "wake",
          async () => {
            running += 1;
            most = Math.max(most, running);
            // Waits until the allowed number runs, so that too many and too few are both noticed.
            while (most < concurrency) await setImmediate();
            await setImmediate();
            running -= 1;
          },
          { concurrency },
        );

        await Promise.all(Array.from({ length: 12 }, (_, message) => bus.publish("wake", message)));
        await bus.idle();

        expect(most).toBe(concurrency);
      });
    }

    test("is idle only after the messages that handlers published are handled", async () => {
      const bus = await connected();
      const handled: unknown[] = [];
      await bus.subscribe("clean", () => bus.publish("aggregate", "from clean"));
      await bus.subscribe("aggregate", (event) => void handled.push(messageIn(event)));

      await bus.publish("clean", "wake");
      await bus.idle();

      expect(handled).toContain("from clean");
    });
  });
};
