import { expect, it } from "vitest";
import { mapAtOnce, someAtOnce } from "../../../shared/work/some-at-once.ts";

it("many small pieces of work run some at a time, all of them, with results in their order", async () => {
  let [running, most] = [0, 0];
  const work = async (item: number) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, item % 3));
    running--;
    return item * 2;
  };
  expect(await mapAtOnce([1, 2, 3, 4, 5, 6, 7], 3, work)).toEqual([2, 4, 6, 8, 10, 12, 14]);
  expect(most).toBe(3);
  await someAtOnce([], 3, work);
  expect(running).toBe(0);
});
