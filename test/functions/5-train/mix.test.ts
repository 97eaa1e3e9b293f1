import { describe, expect, it } from "vitest";
import { trainTable } from "../../../functions/5-train/train-table.ts";
import { hurdle } from "../../../shared/models/combined/hurdle.ts";
import { MIXTURE, mixtureOf } from "../../../shared/models/families.ts";
import { linear } from "../../../shared/models/linear/linear.ts";
import type { Family } from "../../../shared/models/model.ts";
import { blind, madeSettings, madeTable, ruleFamily, runRate, sharp, small } from "./made-table.ts";

const table = madeTable({ customers: 400 });
// The one makes too much of the mood, the other too little.
const steep = ruleFamily("steep", (rate, mood, factor) => rate * (0.02 + 3 * mood) * factor);
const flat = ruleFamily("flat", (rate, mood, factor) => rate * (1.5 + mood) * factor);
const among = (...learners: readonly Family[]) => [
  { family: runRate, baseline: true },
  ...learners.map((family) => ({ family, baseline: false })),
];

describe("a mixture", () => {
  it("answers where families together are better than the preferred one by more than noise", async () => {
    const candidates = among(steep, flat);
    const told: string[] = [];
    const trained = await trainTable(table, madeSettings({ candidates, mixes: true, preferred: "flat" }), {
      onNote: (text) => told.push(text),
    });
    expect(trained.choice.family).toBe(MIXTURE);
    expect([...(trained.shares ?? [])].sort()).toEqual([
      ["flat", 0.5],
      ["steep", 0.5],
    ]);
    expect(told).toContainEqual(expect.stringMatching(/^mixture: the mean of (flat, steep|steep, flat)$/));
    const deviance = (name: string) =>
      trained.leaderboard.find(({ family }) => family === name)?.holdout["tweedieDeviance"] ?? Number.NaN;
    expect(deviance(MIXTURE)).toBeLessThan(Math.min(deviance("steep"), deviance("flat")));
    const loaded = mixtureOf(candidates).family.load(trained.model.save());
    expect(loaded.predict(table)).toEqual(trained.model.predict(table));
  });

  it("is of no family that does not beat the plain rule, and of no single one", async () => {
    const { leaderboard, shares } = await trainTable(
      table,
      madeSettings({ candidates: among(small, blind), mixes: true }),
    );
    expect(shares).toBeUndefined();
    expect(leaderboard.map(({ family }) => family)).toEqual(["run_rate", "small", "blind"]);
  });

  it("takes the four that rank best", async () => {
    const others = [0.3, 0.4, 0.6, 0.7].map((from) =>
      ruleFamily(`from ${from}`, (rate, mood, factor) => rate * (from + 2 * mood) * factor),
    );
    const { leaderboard, shares } = await trainTable(
      table,
      madeSettings({ candidates: among(small, sharp, ...others), mixes: true }),
    );
    const ranked = leaderboard
      .filter(({ family, baseline }) => !baseline && family !== MIXTURE)
      .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
    expect(shares?.size).toBe(4);
    // The mixture itself moves ranks by one at most, and none past another.
    expect(new Set(shares?.keys())).toEqual(new Set(ranked.slice(0, 4).map(({ family }) => family)));
  });

  it("tells the chance from the amount where the preferred family does", async () => {
    const chance = (ridge: number) => linear("chance", { loss: { loss: "logistic" }, ridge, offset: false });
    const amount = linear("amount", { loss: { loss: "gamma" }, ridge: 1, offset: true });
    const [one, other] = [hurdle("one", chance(1), amount), hurdle("other", chance(100), amount)];
    const { shares, holdout } = await trainTable(
      table,
      madeSettings({ candidates: among(one, other, sharp), mixes: true, preferred: "one" }),
    );
    expect([...(shares?.keys() ?? [])].sort()).toEqual(["one", "other"]);
    const mixed = holdout.find(({ family }) => family === MIXTURE)?.outcome;
    const answers = mixed && "answers" in mixed ? mixed.answers : undefined;
    for (const [row, value] of (answers?.predicted ?? []).entries())
      expect((answers?.parts?.chance[row] ?? 0) * (answers?.parts?.amount[row] ?? 0)).toBeCloseTo(value, 9);
    expect(answers?.predicted.length).toBeGreaterThan(0);
  });
});
