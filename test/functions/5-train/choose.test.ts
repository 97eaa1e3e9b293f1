import { describe, expect, it } from "vitest";
import { trainTable } from "../../../functions/5-train/train-table.ts";
import { rules } from "../../../shared/learning/rules/rules.ts";
import { madeSettings, madeTable, ruleFamily, runRate, sharp, small } from "./made-table.ts";

const table = madeTable({ customers: 400 });
const constant = rules("mean", { rule: "mean" });
const among = (...learners: readonly (typeof sharp)[]) => [
  ...[runRate, constant].map((family) => ({ family, baseline: true })),
  ...learners.map((family) => ({ family, baseline: false })),
];

/** As sharp as can be, and lost on the rows of one date. */
const brittle = ruleFamily("brittle", (rate, mood, factor) =>
  mood > 0.995 ? 1e-12 : rate * (0.5 + 2 * mood) * factor,
);

describe("the choice of a family", () => {
  it("never falls on one that was worse than the constant on a fold, although it is the default", async () => {
    const settings = madeSettings({ candidates: among(brittle, small), preferred: "brittle" });
    const { choice, leaderboard } = await trainTable(table, settings);
    const worst = leaderboard.find(({ family }) => family === "brittle");
    expect(worst?.holdout["tweedieDeviance"]).toBeGreaterThan(
      leaderboard.find(({ family }) => family === "mean")?.holdout["tweedieDeviance"] ?? 0,
    );
    expect(choice.family).toBe("small");
  });

  it("says what the default would have cost", async () => {
    const { choice } = await trainTable(table, madeSettings({ candidates: among(small, sharp) }));
    expect(choice.family).toBe("sharp");
    expect(choice.because).toMatch(
      /the default, small, would have cost \+\d+\.\d % of tweedieDeviance on the holdout$/,
    );
  });

  it("is the constant where even the plain rule is worse", async () => {
    const blindRate = ruleFamily("run_rate", (rate, mood, factor) => (mood > 0.5 ? 1e-9 : rate) * factor);
    const candidates = [
      ...[blindRate, constant].map((family) => ({ family, baseline: true })),
      { family: { ...brittle, name: "small" }, baseline: false },
    ];
    const { choice } = await trainTable(table, madeSettings({ candidates }));
    expect(choice.family).toBe("mean");
  });
});
