import { describe, expect, it } from "vitest";
import { makeCard } from "../../../functions/5-train/make-card.ts";
import { decidePromotion } from "../../../functions/5-train/promotion.ts";
import type { Step } from "../../../functions/5-train/settings.ts";
import { trainTable } from "../../../functions/5-train/train-table.ts";
import type { Family } from "../../../shared/learning/model.ts";
import { pick } from "../../../shared/learning/table.ts";
import { Promotion } from "../../../shared/registry/card.ts";
import { openModel } from "../../../shared/registry/self-test.ts";
import { sha256Of } from "../../../shared/sha256.ts";
import { blind, madeSettings, madeTable, runRate, sharp, small } from "./made-table.ts";

const table = madeTable();

describe("training", () => {
  it("puts families and baselines on the same rows of one leaderboard", async () => {
    const steps: Step[] = [];
    const trained = await trainTable(table, madeSettings(), { onStep: (step) => void steps.push(step) });
    expect(trained.leaderboard.map(({ family, baseline }) => [family, baseline])).toEqual([
      ["run_rate", true],
      ["small", false],
      ["sharp", false],
    ]);
    for (const { folds, holdout } of trained.leaderboard) {
      expect(folds.length).toBe(3);
      expect(Object.keys(holdout)).toEqual(
        expect.arrayContaining([
          "mae",
          "rmse",
          "r2",
          "medianAbsoluteError",
          "spearman",
          "gini",
          "decileError",
        ]),
      );
    }
    expect(steps.map(({ on, family }) => `${on} ${family}`)).toEqual(
      ["fold 1 of 3", "fold 2 of 3", "fold 3 of 3", "holdout"].flatMap((on) => [
        `${on} run_rate`,
        `${on} small`,
        `${on} sharp`,
      ]),
    );
    expect(steps.at(-1)).toMatchObject({ done: 12, total: 12 });
  });

  it("compares families by fits on fewer rows than the holdout's and the last one", async () => {
    const seen: number[] = [];
    const counting: Family = {
      ...sharp,
      fit: (examples, options) => {
        seen.push(examples.rows);
        return sharp.fit(examples, options);
      },
    };
    const candidates = madeSettings().candidates.map((each) =>
      each.family.name === "sharp" ? { ...each, family: counting } : each,
    );
    await trainTable(table, madeSettings({ candidates, mostRowsToCompare: 300, preferred: "sharp" }));
    expect(seen).toHaveLength(5);
    for (const rows of seen.slice(0, 3)) expect(Math.abs(rows - 300)).toBeLessThan(60);
    for (const rows of seen.slice(3)) expect(rows).toBeGreaterThan(600);
  });

  it("takes another family than the preferred one only when it is better by more than noise", async () => {
    const clear = await trainTable(madeTable({ customers: 400 }), madeSettings());
    expect(clear.choice).toMatchObject({ family: "sharp" });
    expect(clear.choice.comparisons[0]?.upper).toBeLessThan(0);

    // On ten customers the same difference may be luck.
    const few = madeSettings({ folds: { ...madeSettings().folds, leastRows: 50 } });
    const noisy = await trainTable(madeTable({ customers: 10 }), few);
    expect(noisy.leaderboard.find(({ family }) => family === "sharp")?.rank).toBeLessThan(
      noisy.leaderboard.find(({ family }) => family === "small")?.rank ?? 0,
    );
    expect(noisy.choice.family).toBe("small");
    expect(noisy.choice.because).toContain("not better on the holdout by more than noise");
  });

  it("falls back to the plain rule when no family beats it", async () => {
    const candidates = [
      { family: runRate, baseline: true },
      { family: blind, baseline: false },
    ];
    const trained = await trainTable(
      madeTable({ customers: 400 }),
      madeSettings({ candidates, preferred: "blind" }),
    );
    expect(trained.choice.family).toBe("run_rate");
    expect(trained.choice.because).toContain("blind ranks first");
  });

  it("decides on promotion although a score cannot be computed", async () => {
    const trained = await trainTable(table, madeSettings());
    const leaderboard = trained.leaderboard.map((entry) => ({
      ...entry,
      holdout: { ...entry.holdout, tweedieDeviance: Number.NaN },
    }));
    const promotion = decidePromotion({ ...trained, leaderboard, baseline: null }, undefined);
    expect(Promotion.parse(promotion)).toMatchObject({ promote: true, challenger: null, baseline: null });
  });

  it("gives the same model bit for bit from the same rows and seed", async () => {
    const cardOf = async () => {
      const trained = await trainTable(table, madeSettings());
      const none = sha256Of("");
      const digests = { inputs: none, settings: none, sql: none, contracts: none, code: none, data: none };
      const version = { version: "20241006t031500z-aaaa", created: new Date(0), digests };
      return makeCard(trained, madeSettings(), version, decidePromotion(trained, undefined));
    };
    const [first, again] = [await cardOf(), await cardOf()];
    expect(again.card.digests).toEqual(first.card.digests);
    expect(again.card.selfTest).toEqual(first.card.selfTest);
    expect(again.card.intervals).toEqual(first.card.intervals);
    const model = openModel(
      first,
      new Map([small, sharp].map((family) => [family.name, family])),
      table.features,
    );
    expect(model.predict(pick(table, Uint32Array.of(0, 1)))).toHaveLength(2);
  });

  it("fits the deployed model on every completed window, after the holdout was scored", async () => {
    const seen: number[] = [];
    const watched: Family = {
      ...small,
      fit: (examples, options) => {
        seen.push(examples.rows);
        return small.fit(examples, options);
      },
    };
    const candidates = [runRate, watched].map((family) => ({ family, baseline: family === runRate }));
    const trained = await trainTable(table, madeSettings({ candidates }));
    expect(trained.fittedOn.training.rows).toBe(table.rows);
    expect(seen.length).toBe(5);
    expect(Math.max(...seen.slice(0, 4))).toBeLessThan(seen[4] ?? 0);
  });

  it("keeps the newest rows aside for families that stop early, and gives all rows to the others", async () => {
    const given: { name: string; rows: number; tuning: number }[] = [];
    const watched = (family: Family): Family => ({
      ...family,
      fit: (examples, options) => {
        given.push({ name: family.name, rows: examples.rows, tuning: options.tuning?.rows ?? 0 });
        return family.fit(examples, options);
      },
    });
    const candidates = [
      { family: runRate, baseline: true },
      { family: watched(small), baseline: false, tuned: true },
      { family: watched(sharp), baseline: false },
    ];
    await trainTable(table, madeSettings({ candidates }));
    const holdout = given.slice(6, 8);
    expect(holdout.map(({ name, tuning }) => [name, tuning])).toEqual([
      ["small", 60],
      ["sharp", 0],
    ]);
    expect(holdout[0]?.rows).toBeLessThan((holdout[1]?.rows ?? 0) - 60);
  });

  it("has intervals that cover what they promise, measured on rows that they were not made from", async () => {
    const { intervals } = await trainTable(madeTable({ customers: 400 }), madeSettings());
    // Three in ten spend nothing, so no lower bound can exclude a tenth: the interval covers everything below its upper bound.
    expect(intervals?.coverage["80"]).toBeGreaterThan(0.86);
    expect(intervals?.coverage["80"]).toBeLessThan(0.94);
    expect(intervals?.coverage["95"]).toBeGreaterThan(0.95);
    expect(intervals?.coverage.upper90).toBeGreaterThan(0.86);
    expect(intervals?.coverage.upper90).toBeLessThan(0.94);
  });

  it("goes on without a family that fails, and says why it did", async () => {
    const broken: Family = {
      ...sharp,
      fit: () => Promise.reject(new Error("it has no memory left")),
    };
    const candidates = [runRate, small, broken].map((family) => ({ family, baseline: family === runRate }));
    const trained = await trainTable(table, madeSettings({ candidates }));
    expect(trained.leaderboard.at(-1)).toMatchObject({
      family: "sharp",
      rank: null,
      failed: "it has no memory left",
    });
    expect(trained.choice.family).toBe("small");
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const stopping = trainTable(table, madeSettings(), {
      signal: stop.signal,
      onStep: () => stop.abort(new Error("no time left")),
    });
    await expect(stopping).rejects.toThrow("no time left");
  });

  it("trains a company of a single customer", async () => {
    const one = madeTable({ customers: 1, weeks: 80 });
    const folds = { ...madeSettings().folds, testDays: 28, stepDays: 28, leastRows: 20 };
    const trained = await trainTable(one, madeSettings({ folds }));
    expect(trained.folds.every(({ test }) => test.entities === 1)).toBe(true);
    expect(trained.choice.family).toBe("small");
  });
});
