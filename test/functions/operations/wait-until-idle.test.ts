import { expect, it } from "vitest";
import { graph } from "../../../functions/graph.ts";
import { waitUntilIdle } from "../../../functions/operations/wait-until-idle.ts";
import { queuesIn } from "../../../shared/stage-graph.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { singleFlight } from "../../../shared/work/lease.ts";
import { memoryWorld } from "../../e2e/delivery/memory-world.ts";
import { work } from "../../e2e/delivery/world-at-work.ts";

const waitMs = 5 * 60_000;
const stages = queuesIn(graph);

/** A deployment with a token for clean, which does its work after so many looks. */
const waitingWorld = async ({ worksAfter }: { readonly worksAfter: number }) => {
  const { platform, published, slept } = memoryWorld();
  const notes: string[] = [];
  let looks = 0;
  const clock = {
    ...platform.clock,
    async sleep(ms: number) {
      await platform.clock.sleep(ms);
      looks += 1;
      if (looks === worksAfter) await work(platform);
    },
  };
  await dirtySetIn(platform.state).add("clean", "a", {
    feed: "transactions",
    fileDate: "2024-01-01",
    days: ["2024-01-01"],
  });
  const wait = (only: typeof stages | readonly ["clean", "aggregate"] = ["clean", "aggregate"]) =>
    waitUntilIdle({ ...platform, clock }, { stages: only, waitMs, onNote: (text) => notes.push(text) });
  return { platform, published, slept, notes, wait };
};

it("a wait for a deployment wakes the stage that has work, and ends when all have none", async () => {
  const { wait, published, notes, slept } = await waitingWorld({ worksAfter: 3 });

  await wait();

  expect(published[0]).toBe("daybook-clean");
  expect(notes).toEqual(["Waiting for clean (1 token)"]);
  expect(slept()).toBe(6_000);
});

it("a wait for a deployment names what still waits when its time is up, and has woken it every minute", async () => {
  const { wait, published } = await waitingWorld({ worksAfter: -1 });

  await expect(wait(stages)).rejects.toThrow(
    /^after 5 minutes there is still work: clean \(1 token\)\. The deployment goes on by itself/,
  );
  expect(published).toEqual(Array.from({ length: 5 }, () => "daybook-clean"));
});

it("a wait for a deployment leaves a stage alone that is at work, and waits for its lease", async () => {
  const { platform, published } = memoryWorld();
  const notes: string[] = [];
  const onNote = (text: string) => notes.push(text);

  await singleFlight(platform, "clean", async () => {
    const waited = waitUntilIdle(platform, { stages, waitMs: 10_000, onNote });
    await expect(waited).rejects.toThrow("still work: clean (0 tokens, at work)");
  });
  await waitUntilIdle(platform, { stages, waitMs: 10_000, onNote });

  expect(notes).toEqual(["Waiting for clean (0 tokens, at work)"]);
  expect(published).toEqual([]);
});

it("a wait for a deployment wakes a stage whose worker stopped in the middle of a job", async () => {
  const { platform, published } = memoryWorld();
  await singleFlight(platform, "clean", async (lease) => {
    await lease.intend("load", {});
    throw new Error("killed");
  }).catch(() => undefined);

  const waited = waitUntilIdle(platform, { stages, waitMs: 10_000, onNote: () => {} });

  await expect(waited).rejects.toThrow("clean (0 tokens, its worker stopped)");
  expect(published).toEqual(["daybook-clean"]);
});
