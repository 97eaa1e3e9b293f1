import { setImmediate } from "node:timers/promises";
import { cloudEvent } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../infra/clock.ts";
import { randomIds } from "../../infra/ids.ts";
import { LocalBus } from "../../infra/local/bus.ts";
import type { ParkedMessage } from "../../infra/local/subscription.ts";
import { JobFailed, RetryLater } from "../../shared/errors.ts";
import { messageIn } from "./pushed-event.ts";

/** Sleepers sleep until the test wakes them. */
const handClock = () => {
  const sleepers: { readonly ms: number; readonly wake: () => void }[] = [];
  const sleep = (ms: number) => new Promise<void>((wake) => sleepers.push({ ms, wake }));
  return { clock: { now: () => new Date("2024-10-06T12:00:00Z"), sleep }, sleepers };
};

const fail = (): never => {
  throw new Error("broken");
};

describe("the laptop's bus", () => {
  test("delivers exactly the event that functions-framework makes of a push", async () => {
    const { clock } = handClock();
    const bus = new LocalBus({ clock, ids: { next: () => "17" } });
    const local = new Promise((resolve) => bus.subscribe("wake", resolve));
    const framework = new Promise((resolve) => void cloudEvent("shape", resolve));
    const server = getTestServer("shape").listen(0);
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    const data = Buffer.from(JSON.stringify({ stage: "clean" })).toString("base64");
    const message = { data, messageId: "17", publishTime: "2024-10-06T12:00:00.000Z" };

    await bus.publish("wake", { stage: "clean" });
    const response = await fetch(`http://127.0.0.1:${address.port}/projects/local/topics/wake`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ message, subscription: "projects/local/subscriptions/wake" }),
    });
    server.close();

    expect(response.ok).toBe(true);
    expect(await local).toEqual(await framework);
  });

  test("is busy with a topic while a message of it is queued or handled, not while one waits for its retry", async () => {
    const { clock, sleepers } = handClock();
    const bus = new LocalBus({ clock, ids: randomIds });
    const busyWhileHandled: boolean[] = [];
    bus.subscribe("wake", () => {
      busyWhileHandled.push(bus.isBusy("wake"));
      if (busyWhileHandled.length === 1) fail();
    });

    const before = bus.isBusy("wake");
    await bus.publish("wake", {});
    const queued = bus.isBusy("wake");
    while (sleepers.length === 0) await setImmediate();
    const waitsForRetry = bus.isBusy("wake");
    sleepers[0]?.wake();
    await bus.idle();

    expect({ before, queued, waitsForRetry, after: bus.isBusy("wake") }).toEqual({
      before: false,
      queued: true,
      waitsForRetry: false,
      after: false,
    });
    expect(busyWhileHandled).toEqual([true, true]);
  });

  test("delivers a complete CloudEvent unchanged, with the same retries", async () => {
    const bus = new LocalBus({ clock: systemClock, ids: randomIds, firstRetryMs: 1 });
    const event = {
      specversion: "1.0",
      id: "1",
      source: "//storage",
      type: "finalized",
      data: { name: "day.csv" },
    };
    const seen: unknown[] = [];
    bus.subscribe("landing", (given) => void (seen.push(given) < 2 && fail()));

    await bus.deliver("landing", event);
    await bus.idle();

    expect(seen).toEqual([event, event]);
  });

  test("refuses a topic without subscribers", async () => {
    const bus = new LocalBus({ clock: systemClock, ids: randomIds });
    await expect(bus.publish("nowhere", {})).rejects.toThrow('publish to "nowhere": nothing is subscribed');
  });

  test("is not idle while a retry waits, and handles other messages meanwhile", async () => {
    const { clock, sleepers } = handClock();
    const bus = new LocalBus({ clock, ids: randomIds });
    const handled: unknown[] = [];
    bus.subscribe("wake", (event) => void (handled.push(messageIn(event)) === 1 && fail()));
    let idle = false;

    await bus.publish("wake", "fails once");
    await bus.publish("wake", "other");
    const rest = bus.idle().then(() => {
      idle = true;
    });
    while (handled.length < 2) await setImmediate();
    await setImmediate();
    expect({ idle, sleepers: sleepers.length }).toEqual({ idle: false, sleepers: 1 });

    sleepers[0]?.wake();
    await rest;
    expect(handled).toEqual(["fails once", "other", "fails once"]);
  });

  test("doubles the longest wait at each attempt up to a limit, and takes a random share of it", async () => {
    const waits: number[] = [];
    const clock = { now: () => new Date(), sleep: async (ms: number) => void waits.push(ms) };
    const bus = new LocalBus({
      clock,
      ids: randomIds,
      random: () => 0.5,
      firstRetryMs: 100,
      maxRetryMs: 1000,
    });
    bus.subscribe("wake", fail);

    await bus.publish("wake", {});
    await bus.idle();

    expect(waits).toEqual([50, 100, 200, 400, 500, 500, 500]);
  });

  test("gives up a message at once that can never succeed", async () => {
    const bus = new LocalBus({ clock: systemClock, ids: randomIds });
    const cause = new Error("Catalog Error: Table with name fx_rates does not exist!");
    let attempts = 0;
    bus.subscribe("wake", () => {
      attempts += 1;
      throw new JobFailed("warehouse job 1 failed and was rolled back", { cause });
    });

    await bus.publish("wake", "a");
    await bus.idle();

    expect(attempts).toBe(1);
    expect(bus.parked()).toMatchObject([{ topic: "wake", attempts: 1 }]);
  });

  test("logs an expected retry as a warning, a failure as an error, and reports what it parks", async () => {
    const lines: string[] = [];
    const parked: ParkedMessage[] = [];
    const bus = new LocalBus({
      clock: systemClock,
      ids: randomIds,
      maxAttempts: 2,
      firstRetryMs: 1,
      log: (severity, message, { topic }) => void lines.push(`${severity} ${topic}: ${message}`),
      onPark: (message) => void (parked.push(message) === 1 && fail()),
    });
    bus.subscribe("wake", fail);
    bus.subscribe("train", () => Promise.reject(new RetryLater("busy")));

    await bus.publish("wake", "a");
    await bus.idle();
    await bus.publish("train", "b");
    await bus.idle();

    expect(lines).toEqual([
      "ERROR wake: broken",
      "ERROR wake: parked after 2 attempts: broken",
      "ERROR wake: parked, but onPark failed: broken",
      "WARNING train: busy",
      "ERROR train: parked after 2 attempts: busy",
    ]);
    expect(parked).toMatchObject([
      { topic: "wake", attempts: 2, error: "broken" },
      { topic: "train", attempts: 2, error: "busy" },
    ]);
    expect(bus.parked()).toEqual(parked);
  });

  test("closes once running handlers are done, without waiting for queues and retries", async () => {
    const bus = new LocalBus({ clock: systemClock, ids: randomIds, firstRetryMs: 60_000, random: () => 1 });
    const done: unknown[] = [];
    const gate = Promise.withResolvers<void>();
    bus.subscribe("slow", async (event) => {
      await gate.promise;
      done.push(messageIn(event));
    });
    const failed = Promise.withResolvers<void>();
    bus.subscribe("failing", () => {
      failed.resolve();
      fail();
    });
    for (const message of ["running", "queued"]) await bus.publish("slow", message);
    await bus.publish("failing", {});
    await failed.promise;

    const closed = bus.close();
    await expect(bus.publish("slow", "late")).rejects.toThrow("the bus is closed");
    gate.resolve();
    await closed;

    expect(done).toEqual(["running"]);
  });
});
