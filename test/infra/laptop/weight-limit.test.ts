import { expect, it } from "vitest";
import { WeightLimit } from "../../../infra/laptop/weight-limit.ts";

const worker = (limit: WeightLimit) => {
  const inside: number[] = [];
  const seen: string[] = [];
  const leave = new Map<number, () => void>();
  const enter = (weight: number): Promise<void> =>
    limit.use(weight, async () => {
      inside.push(weight);
      seen.push(inside.join("+"));
      await new Promise<void>((resolve) => leave.set(weight, resolve));
      inside.splice(inside.indexOf(weight), 1);
    });
  return { enter, seen, leave: (weight: number) => leave.get(weight)?.() };
};

const soon = () => new Promise((resolve) => setImmediate(resolve));

it("lets in what fits beside the others, and the rest when one leaves", async () => {
  const { enter, seen, leave } = worker(new WeightLimit(10));

  const all = [enter(4), enter(5), enter(3)];
  await soon();
  expect(seen).toEqual(["4", "4+5"]);
  leave(5);
  await soon();
  expect(seen).toEqual(["4", "4+5", "4+3"]);
  leave(4);
  leave(3);
  await Promise.all(all);
});

it("lets in alone what is heavier than the limit", async () => {
  const { enter, seen, leave } = worker(new WeightLimit(10));

  const all = [enter(25), enter(1)];
  await soon();
  expect(seen).toEqual(["25"]);
  leave(25);
  await soon();
  expect(seen).toEqual(["25", "1"]);
  leave(1);
  await Promise.all(all);
});

it("gives back what it took after a failure", async () => {
  const limit = new WeightLimit(1);

  await expect(limit.use(1, () => Promise.reject(new Error("no")))).rejects.toThrow("no");

  expect(await limit.use(1, async () => "in")).toBe("in");
});
