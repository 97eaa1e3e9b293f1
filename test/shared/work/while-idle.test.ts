import { expect, it } from "vitest";
import { RetryLater } from "../../../shared/errors.ts";
import { singleFlight } from "../../../shared/work/lease.ts";
import { whileIdle } from "../../../shared/work/while-idle.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

const tools = (onSleep: (slept: number) => Promise<void> = async () => {}) => {
  let [ids, slept] = [0, 0];
  return {
    state: memoryStore({ classA: 0, classB: 0 }),
    clock: { now: () => new Date("2024-01-01T00:00:00Z"), sleep: () => onSleep(++slept) },
    ids: { next: () => `worker-${++ids}` },
    leaseMs: 1000,
    slept: () => slept,
  };
};

it("work is done once, at once where the stage stands still", async () => {
  const idle = tools();
  let done = 0;
  await whileIdle(idle, "publish", async () => void done++);
  expect([done, idle.slept()]).toEqual([1, 0]);
});

it("a job that was begun is waited for, and so is a worker", async () => {
  let done = 0;
  const waiting = tools(async (slept) => {
    // Another worker finishes the job that was left.
    if (slept === 3) await singleFlight(waiting, "publish", ({ settle }) => settle());
  });
  await singleFlight(waiting, "publish", async ({ intend }) => void (await intend("rebuild", {})));
  await whileIdle(waiting, "publish", async () => void done++);
  expect([done, waiting.slept()]).toEqual([1, 3]);
});

it("who waits in vain is told to come again", async () => {
  const busy = tools();
  let done = 0;
  await singleFlight(busy, "publish", async () => {
    await expect(whileIdle(busy, "publish", async () => void done++)).rejects.toThrow(RetryLater);
  });
  expect([done, busy.slept()]).toEqual([0, 20]);
});
