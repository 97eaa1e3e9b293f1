import { describe, expect, it } from "vitest";
import { type Rule, rules } from "../../../shared/learning/rules/rules.ts";
import { examplesOf } from "./examples.ts";
import { expectSameAfterLoading } from "./shoppers.ts";

const examples = examplesOf(
  ["net_30d", "net_90d"],
  [
    [10, 90],
    [Number.NaN, 30],
    [0, 60],
    [4, 12],
  ],
  [8, 2, 0, 2],
  { expected: [5, 6, 7, 8], weight: [1, 1, 1, 3] },
);

const cases: readonly [Rule, number[]][] = [
  [{ rule: "zero" }, [0, 0, 0, 0]],
  [{ rule: "mean" }, [16 / 6, 16 / 6, 16 / 6, 16 / 6]],
  [{ rule: "expected" }, [5, 6, 7, 8]],
  [{ rule: "column", column: "net_90d", scale: 1 / 3 }, [30, 10, 20, 4]],
  [{ rule: "column", column: "net_30d", scale: 1 }, [10, 16 / 6, 0, 4]],
];

describe("a rule", () => {
  it.each(cases)("%j predicts from what it names, and the mean if that is missing", async (rule, answers) => {
    const family = rules("plain", rule);
    const model = await family.fit(examples, { seed: 1 });
    for (const [row, value] of model.predict(examples).entries())
      expect(value).toBeCloseTo(answers[row] ?? 0, 12);
    expectSameAfterLoading(family, model, examples);
  });

  it("names the existing features if its own feature is missing", async () => {
    const model = await rules("lost", { rule: "column", column: "net_7d", scale: 1 }).fit(examples, {
      seed: 1,
    });
    expect(() => model.predict(examples)).toThrow("they have net_30d, net_90d");
  });
});
