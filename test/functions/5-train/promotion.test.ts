import { describe, expect, it } from "vitest";
import { decidePromotion } from "../../../functions/5-train/promotion.ts";
import type { Entry } from "../../../shared/registry/card.ts";

const entry = (family: string, loss: number | null): Entry => ({
  family,
  baseline: family === "rule",
  rank: 1,
  folds: [],
  validation: {},
  holdout: { loss },
  seconds: 0,
  bytes: 0,
});
const span = { from: "2024-05-01", to: "2024-05-28", rows: 9, entities: 9 };
const trained = (challenger: number | null) => ({
  choice: { family: "new", because: "it ranks first", comparisons: [] },
  leaderboard: [entry("rule", 9), entry("old", 4), entry("new", challenger)],
  folds: [{ role: "holdout" as const, train: span, tuning: null, test: span }],
  measure: "loss",
  baseline: 9,
});
const card = { version: "20241006t031500z-aaaa", family: "old" };
const champion = { card, score: 4, itself: true };

describe("the rule of promotion", () => {
  it("promotes the first model of a task", () => {
    expect(decidePromotion(trained(5), undefined)).toEqual({
      promote: true,
      because: "no model served before; it ranks first",
      measure: "loss",
      challenger: 5,
      baseline: 9,
      champion: null,
    });
  });

  it("promotes a challenger that is not worse than the champion on the holdout", () => {
    expect(decidePromotion(trained(4), champion)).toMatchObject({
      promote: true,
      because: expect.stringContaining("new is not worse than 20241006t031500z-aaaa (old)"),
      champion: { version: card.version, score: 4, itself: true },
    });
  });

  it.each([5, null])("keeps the champion when the challenger's loss is %j against 4", (loss) => {
    expect(decidePromotion(trained(loss), champion)).toMatchObject({
      promote: false,
      because: expect.stringContaining("20241006t031500z-aaaa (old) stays: new is worse on the holdout"),
    });
  });

  it("promotes a worse challenger when the champion has no score, or tells less", () => {
    expect(decidePromotion(trained(5), { ...champion, score: null }).promote).toBe(true);
    expect(decidePromotion(trained(5), { ...champion, givesLess: true })).toMatchObject({
      promote: true,
      because: expect.stringContaining("new tells more than"),
    });
  });
});
