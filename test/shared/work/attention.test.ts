import { expect, it } from "vitest";
import { attentionTo, isCalm } from "../../../shared/work/attention.ts";

it("a status is calm only when nothing of any kind needs a person", () => {
  const feed = { overdue: false, shortDays: [] };
  const calm = attentionTo({ feeds: [feed], rejected: [] });
  expect([isCalm(calm), Object.values(calm)]).toEqual([true, [0, 0, 0, 0, 0, 0, 0]]);
  const some = attentionTo({
    feeds: [feed, { ...feed, overdue: true }, { overdue: true, shortDays: [1] }],
    ...{ rejected: [1, 2, 3], held: [1, 2, 3, 4], parked: [1, 2, 3, 4, 5] },
    ...{ unreadable: [1, 2, 3, 4, 5, 6], openErasures: [1, 2, 3, 4, 5, 6, 7] },
  });
  expect(Object.values(some)).toEqual([2, 1, 3, 4, 5, 6, 7]);
  for (const kind of Object.keys(calm)) expect(isCalm({ ...calm, [kind]: 1 })).toBe(false);
});
