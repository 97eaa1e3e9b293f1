import { expect, it } from "vitest";
import { BatchesByShape } from "../../../infra/typing/batches-by-shape.ts";

/** Remembers what was done together; a job that is called `bad` fails, and all that are done with it. */
const recorded = () => {
  const calls: (readonly string[])[] = [];
  const waiting: (() => void)[] = [];
  const batches = new BatchesByShape<string, string>(async (jobs) => {
    calls.push(jobs);
    if (calls.length === 1) await new Promise<void>((go) => waiting.push(go));
    if (jobs.includes("bad")) throw new Error("bad");
    return jobs.map((job) => `${job} done`);
  });
  return { batches, calls, goOn: () => waiting.splice(0).forEach((go) => void go()) };
};

it("does a lone job at once, and all that come meanwhile together", async () => {
  const { batches, calls, goOn } = recorded();

  const first = batches.do("shape", 1, "a");
  const others = ["b", "c", "d"].map((job) => batches.do("shape", 1, job));
  goOn();

  expect(await Promise.all([first, ...others])).toEqual(["a done", "b done", "c done", "d done"]);
  expect(calls).toEqual([["a"], ["b", "c", "d"]]);
});

it("keeps jobs of another shape apart", async () => {
  const { batches, calls, goOn } = recorded();

  const all = [batches.do("one", 1, "a"), batches.do("one", 1, "b"), batches.do("other", 1, "c")];
  goOn();
  await Promise.all(all);

  expect(calls).toEqual([["a"], ["b"], ["c"]]);
});

it("does not wait for a running job when what waits is large, or much", async () => {
  const { batches, calls, goOn } = recorded();

  const first = batches.do("shape", 1, "a");
  const large = batches.do("shape", 8 * 1024 * 1024, "large");
  const many = Array.from({ length: 32 }, (_, index) => batches.do("shape", 1, `many ${index}`));

  await Promise.all([large, ...many]);
  expect(calls.map(({ length }) => length)).toEqual([1, 1, 32]);
  goOn();
  await first;
});

it("lets a failure fail only the job that it belongs to", async () => {
  const { batches, goOn } = recorded();

  const first = batches.do("shape", 1, "a");
  const others = ["b", "bad", "c"].map((job) => batches.do("shape", 1, job));
  goOn();
  await first;

  const outcomes = await Promise.allSettled(others);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});
