import { describe, expect, it } from "vitest";
import { makeCard } from "../../../functions/5-train/make-card.ts";
import { decidePromotion } from "../../../functions/5-train/promotion.ts";
import { scoreOnTable } from "../../../functions/5-train/tabular.ts";
import { trainTable } from "../../../functions/5-train/train-table.ts";
import { MEDIAN, medianCandidate } from "../../../shared/learning/candidate.ts";
import { hurdle } from "../../../shared/learning/combined/hurdle.ts";
import { linear } from "../../../shared/learning/linear/linear.ts";
import type { Family } from "../../../shared/learning/model.ts";
import { sha256Of } from "../../../shared/sha256.ts";

import { blind, madeSettings, madeTable, ruleFamily, runRate, sharp, small } from "./made-table.ts";

const table = madeTable({ customers: 400 });
// The first two make too much of the mood, the last too little.
const steep = ruleFamily("steep", (rate, mood, factor) => rate * (0.02 + 3 * mood) * factor);
const steeper = ruleFamily("steeper", (rate, mood, factor) => rate * (0.01 + 3.2 * mood) * factor);
const flat = ruleFamily("flat", (rate, mood, factor) => rate * (1.5 + mood) * factor);
const among = (...learners: readonly Family[]) => [
  { family: runRate, baseline: true },
  ...learners.map((family) => ({ family, baseline: false })),
];
const combining = (candidates: ReturnType<typeof among>, preferred: string) =>
  madeSettings({ candidates, combines: true, preferred });

const chance = (ridge: number) => linear("chance", { loss: { loss: "logistic" }, ridge, offset: false });
const amount = linear("amount", { loss: { loss: "gamma" }, ridge: 1, offset: true });
const hurdles = [1, 10, 100].map((ridge) => hurdle(`ridge ${ridge}`, chance(ridge), amount));
const telling = combining(among(...hurdles, sharp), "ridge 1");

describe("the median of the families", () => {
  it("serves where it is better than the preferred one by more than noise", async () => {
    const candidates = among(steep, small, flat);
    const told: string[] = [];
    const trained = await trainTable(table, combining(candidates, "flat"), {
      onNote: (text) => told.push(text),
    });
    expect(trained.choice.family).toBe(MEDIAN);
    expect(trained.choice.comparisons[0]?.better).toBeGreaterThan(0.9);
    expect(told).toContain("median: of steep, small, flat");
    const deviance = (name: string) =>
      trained.leaderboard.find(({ family }) => family === name)?.holdout["tweedieDeviance"] ?? Number.NaN;
    expect(deviance(MEDIAN)).toBeLessThan(Math.min(deviance("steep"), deviance("flat")));
    const loaded = medianCandidate(candidates).family.load(trained.model.save());
    expect(loaded.predict(table)).toEqual(trained.model.predict(table));
  });

  it("gives way to a family that is clearly better on the validation folds", async () => {
    const { choice } = await trainTable(table, combining(among(steep, steeper, sharp), "steeper"));
    expect(choice.family).toBe("sharp");
    expect(choice.because).toMatch(/^sharp: lowest mean rank/);
  });

  it("consists of at least three families, each better than the plain rule", async () => {
    const { leaderboard } = await trainTable(table, combining(among(small, sharp, blind), "small"));
    expect(leaderboard.map(({ family }) => family)).toEqual(["run_rate", "small", "sharp", "blind"]);
  });

  it("gives chance and amount apart where the preferred family does", async () => {
    const told: string[] = [];
    const { holdout } = await trainTable(table, telling, { onNote: (text) => told.push(text) });
    expect(told).toContain("median: of ridge 1, ridge 10, ridge 100");
    const combined = holdout.find(({ family }) => family === MEDIAN)?.outcome;
    const answers = combined && "answers" in combined ? combined.answers : undefined;
    for (const [row, value] of (answers?.predicted ?? []).entries())
      expect((answers?.parts?.chance[row] ?? 0) * (answers?.parts?.amount[row] ?? 0)).toBeCloseTo(value, 9);
    expect(answers?.predicted.length).toBeGreaterThan(0);
  });
});

describe("a family that predicts one number, however good", () => {
  it("does not replace one that gives chance and amount apart", async () => {
    const { leaderboard, choice, model } = await trainTable(table, telling);
    const ranks = leaderboard.map(({ family, rank }) => [family, rank ?? Number.POSITIVE_INFINITY] as const);
    expect(ranks.toSorted(([, a], [, b]) => a - b)[0]?.[0]).toBe("sharp");
    expect(choice.family).not.toBe("sharp");
    expect(model.parts).toBeDefined();
  });

  it("is replaced by one that does, although it was promoted before", async () => {
    const settings = combining(among(sharp), "sharp");
    const before = await trainTable(table, settings);
    const none = sha256Of("");
    const digests = { inputs: none, settings: none, sql: none, contracts: none, code: none, data: none };
    const version = { version: "20241006t031500z-aaaa", created: new Date(0), digests };
    const { card } = makeCard(before, settings, version, decidePromotion(before, undefined));
    const trained = await trainTable(table, telling);
    const promotion = decidePromotion(trained, scoreOnTable(card, before.model, trained, telling));
    expect(promotion).toMatchObject({ promote: true, because: expect.stringContaining("tells more than") });
    expect(promotion.challenger).toBeGreaterThan(promotion.champion?.score ?? Number.NaN);
  });
});
