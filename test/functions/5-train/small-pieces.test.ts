import { describe, expect, it } from "vitest";
import { medianMembers } from "../../../functions/5-train/combine.ts";
import { compare, isBetter } from "../../../functions/5-train/compare.ts";
import { describeFit, foldInWords, rowRange } from "../../../functions/5-train/describe-rows.ts";
import { worstAgainstConstant } from "../../../functions/5-train/exams.ts";
import { shuffledWithinMonth } from "../../../functions/5-train/guards.ts";
import { skillOnShuffledTruths } from "../../../functions/5-train/inspect.ts";
import { bestFamily, strongestRule, toLeaderboard } from "../../../functions/5-train/leaderboard.ts";
import { versionName } from "../../../functions/5-train/make-card.ts";
import type { FoldPlan } from "../../../functions/5-train/plan-folds.ts";
import { fitOn, type Run } from "../../../functions/5-train/run-fold.ts";
import { foldSettings, historyDays } from "../../../functions/5-train/tasks.ts";
import { approachTo, CONSTANT } from "../../../shared/learning/approaches.ts";
import type { Examples, Family, Model } from "../../../shared/learning/model.ts";
import type { Table } from "../../../shared/learning/table.ts";
import type { Entry, Scores } from "../../../shared/registry/card.ts";
import { madeSettings } from "./made-table.ts";

const plans = [0, 1].map(
  (place) => ({ role: "validation", test: Uint32Array.of(place) }) as unknown as FoldPlan,
);
const run = (
  family: string,
  plan: FoldPlan | undefined,
  scores: Scores | "failed",
  predicted: number[] = [],
): Run =>
  ({
    ...{ family, plan, seconds: 1 },
    outcome:
      scores === "failed"
        ? { failed: "it broke" }
        : { scores, answers: { predicted: Float64Array.from(predicted) }, model: emptyModel },
  }) as unknown as Run;
const emptyModel = { save: () => ({ settings: {}, weights: new Uint8Array(3) }) } as unknown as Model;

it("the worst fold of a family counts, in losses of the constant on the same fold", () => {
  const validation = [
    run(CONSTANT, plans[0], { loss: 2 }),
    run(CONSTANT, plans[1], { loss: 10 }),
    run("one", plans[0], { loss: 3 }),
    run("one", plans[1], { loss: 11 }),
    run("two", plans[0], "failed"),
    run("two", plans[1], { loss: 5 }),
  ];
  const worst = (family: string) =>
    worstAgainstConstant(family, { validation, holdout: [], table: {} as Table }, "loss");
  expect([worst("one"), worst("two"), worst("nobody")]).toEqual([1.5, 0.5, Number.NEGATIVE_INFINITY]);
});

describe("the leaderboard", () => {
  const candidate = (name: string, baseline = false) => ({ family: { name } as Family, baseline });
  const scores = (loss: number) => ({ mse: loss ** 2, rmse: loss, mae: loss, spearman: 0.5, bias: 0 });
  const board = toLeaderboard(
    [candidate("rule", true), candidate("good"), candidate("bad"), candidate("broken")],
    "number",
    [
      run("rule", plans[0], scores(4)),
      run("good", plans[0], scores(1)),
      run("good", plans[1], scores(3)),
      run("bad", plans[0], scores(5)),
      run("broken", plans[0], "failed"),
    ],
    [run("good", plans[1], scores(7))],
  );
  const { scorer } = approachTo("number");

  it("has the mean of the folds, mean places in which equals share one, and no place for what failed", () => {
    expect(board.map(({ family, rank }) => [family, rank])).toEqual([
      ["rule", 2],
      ["good", 1.5],
      ["bad", 2.5],
      ["broken", null],
    ]);
    expect(board[1]).toMatchObject({
      validation: { rmse: 2, mse: 5 },
      holdout: { rmse: 7 },
      seconds: 3,
      bytes: 5,
    });
    expect(board[3]).toMatchObject({ validation: {}, holdout: {}, failed: "it broke", bytes: 0 });
  });

  it("names its first family, or the plain rule where that is not beaten", () => {
    expect(bestFamily(board, "rule", scorer).family).toBe("good");
    expect(
      bestFamily(
        board.filter(({ family }) => family !== "good"),
        "rule",
        scorer,
      ),
    ).toEqual({
      family: "rule",
      because: "bad ranks first on the validation folds but does not beat rule on rmse and mae",
    });
    expect(bestFamily(board.slice(3), "rule", scorer).because).toBe(
      "no family could be trained that beats the constant on every fold",
    );
    expect(strongestRule(board, scorer)).toBe("rule");
    expect(strongestRule(board.slice(1), scorer)).toBe(CONSTANT);
  });
});

it("a median is of those that beat the rule and are at most 4 % behind the best, at least three", () => {
  const entry = (family: string, loss: number): Entry =>
    ({
      family,
      baseline: family === "rule",
      rank: 1,
      validation: { mse: loss, rmse: loss, mae: loss },
    }) as unknown as Entry;
  const settings = { ...madeSettings(), fallback: "rule", target: { name: "y", kind: "number" as const } };
  const members = (...losses: number[]) =>
    medianMembers([entry("rule", 200), ...losses.map((loss) => entry(`f${loss}`, loss))], [], settings)?.join(
      " ",
    );
  expect(members(100, 102, 104, 105)).toBe("f100 f102 f104");
  // Too few are close: all that are good.
  expect(members(100, 104, 105)).toBe("f100 f104 f105");
  expect(members(100, 101, 200)).toBeUndefined();
});

describe("a comparison", () => {
  const rows = Array.from({ length: 8 }, (_, row) => row);
  const plan = { test: Uint32Array.from(rows) } as unknown as FoldPlan;
  const table = (entities: number, dates: number) =>
    ({
      y: Float64Array.from(rows, () => 0),
      entities: rows.map((row) => `E${row % entities}`),
      asOf: rows.map((row) => `D${row % dates}`),
    }) as unknown as Table;
  const settings = { target: { name: "y", kind: "number" as const }, seed: 1 };
  const runs = [
    run(
      "near",
      plan,
      {},
      rows.map(() => 1),
    ),
    run(
      "far",
      plan,
      {},
      rows.map(() => 3),
    ),
  ];
  const between = (names: readonly [string, string], of: Table) => compare(names, runs, of, settings);

  it("is the mean loss of the first minus that of the second, over eight groups or more", () => {
    expect(between(["near", "far"], table(8, 1))).toMatchObject({
      measure: "mse",
      difference: -8,
      better: 1,
    });
    expect(between(["far", "near"], table(1, 8))).toMatchObject({ difference: 8, better: 0 });
    expect(between(["near", "far"], table(7, 7))).toBeUndefined();
    expect(between(["near", "nobody"], table(8, 8))).toBeUndefined();
  });

  it("is won in at least that share of the draws", () => {
    const won = between(["near", "far"], table(8, 1));
    expect([
      isBetter(won, 1),
      isBetter(won && { ...won, better: 0.9 }, 0.9),
      isBetter(won && { ...won, better: 0.89 }, 0.9),
    ]).toEqual([true, true, false]);
    expect(isBetter(undefined, 0.5)).toBe(false);
  });
});

const history: Table = {
  ...{ features: ["a", "b"], groups: ["g", "h"], rows: 4, y: Float64Array.of(0, 1, 2, 3) },
  x: Float64Array.of(5, Number.NaN, -1, Number.NaN, 3, Number.NaN, Number.NaN, Number.NaN),
  expected: new Float64Array(4).fill(1),
  entities: ["A", "B", "A", "C"],
  asOf: ["2024-01-03", "2024-01-01", "2024-02-02", "2024-02-05"],
  knownOn: ["2024-01-04", "2024-01-02", "2024-02-03", "2024-02-06"],
};

it("rows are told by their dates, their number and their entities", () => {
  expect(rowRange(history, Uint32Array.of(0, 1, 2))).toEqual({
    ...{ from: "2024-01-01", to: "2024-02-02", rows: 3, entities: 2 },
  });
  const span = (from: string, to: string, rows: number) => ({ from, to, rows, entities: 2 });
  const test = span("2024-03-01", "2024-03-01", 9);
  expect(
    foldInWords({
      role: "holdout",
      train: span("2024-01-01", "2024-02-01", 7),
      tuning: span("2024-01-09", "2024-02-01", 3),
      test,
    }),
  ).toBe(
    "holdout: trained on 7 rows of 2, as of 2024-01-01 to 2024-02-01 (the newest, as of 2024-01-09, for early stopping); tested on 9 rows of 2, as of 2024-03-01",
  );
  expect(foldInWords({ role: "validation", train: test, tuning: null, test })).toContain("drawn at random");
});

it("a card tells of each feature the range that training saw and how often it was known", () => {
  const model = { predict: ({ rows }: Examples) => new Float64Array(rows) } as unknown as Model;
  const { features, training } = describeFit(history, Uint32Array.of(0, 1, 2, 3), model);
  expect(features.map(({ name, group, low, high, known }) => [name, group, low, high, known])).toEqual([
    ["a", "g", -1, 5, 0.75],
    ["b", "h", null, null, 0],
  ]);
  expect(training.asOfDates).toEqual(["2024-01-01", "2024-01-03", "2024-02-02", "2024-02-05"]);
});

it("truths are shuffled among the rows of their month alone", () => {
  const seeds = [1, 2, 3, 4, 5, 6];
  const shuffled = seeds.map((seed) => [...shuffledWithinMonth(history, seed)]);
  for (const truths of shuffled)
    expect([truths.slice(0, 2).toSorted(), truths.slice(2).toSorted()]).toEqual([
      [0, 1],
      [2, 3],
    ]);
  expect(new Set(shuffled.map(String)).size).toBeGreaterThan(1);
});

it("skill that shuffling leaves is told of above a tenth, from a hundred rows on", () => {
  const told = (rows: number, lean: number) => {
    const isMay = (row: number) => row % 2 === 1;
    const each = Array.from({ length: rows }, (_, row) => row);
    const test = { ...history, rows, y: Float64Array.from(each, (row) => Number(isMay(row))) };
    const predicted = each.map((row) => 0.5 + (isMay(row) ? lean : -lean));
    const asOf = each.map((row) => (isMay(row) ? "2024-05-01" : "2024-04-01"));
    const settings = { ...madeSettings(), target: { name: "y", kind: "number" as const } };
    return skillOnShuffledTruths({ ...test, asOf }, run("f", plans[0], {}, predicted), settings);
  };
  // All of a month are alike, so shuffling changes nothing. R² is 4 × lean − 4 × lean².
  expect(told(100, 0.05)).toEqual([
    expect.stringContaining("it still scores 0.19 (0.19 with the real ones)"),
  ]);
  expect(told(100, 0.02)).toEqual([]);
  expect(told(98, 0.05)).toEqual([]);
});

it("with too many rows, those without a purchase are sampled and weigh for the others", async () => {
  const rows = 1000;
  const table: Table = {
    ...{ features: [], groups: [], rows, x: new Float64Array(), expected: new Float64Array(rows) },
    y: Float64Array.from({ length: rows }, (_, row) => Number(row < 10)),
    entities: Array.from({ length: rows }, String),
    asOf: Array.from({ length: rows }, (_, row) => (row % 2 ? "2024-01-01" : "2024-01-11")),
    knownOn: [],
  };
  const seen: Examples[] = [];
  const seenWith = async (mostRows: number, of: Table = table) => {
    const family = { name: "f", fit: async (examples: Examples) => seen.push(examples) } as unknown as Family;
    const known = Uint32Array.from({ length: rows }, (_, row) => row);
    const settings = { ...madeSettings(), mostRows, halfLifeDays: 10 };
    await fitOn(
      of,
      { known, fit: known, tuning: new Uint32Array() },
      { family, baseline: false },
      settings,
      {},
    );
    return seen.at(-1) as Examples;
  };
  const all = await seenWith(1000);
  expect([all.rows, all.weight[0], all.weight[1]]).toEqual([1000, 1, 0.5]);
  const some = await seenWith(109);
  // 99 of 990 rows without a purchase: one in ten, which weighs ten times as much.
  expect(some.rows).toBeGreaterThan(70);
  expect(some.rows).toBeLessThan(150);
  expect([...some.y].filter((y) => y > 0)).toHaveLength(10);
  expect([some.weight[0], some.weight[1]]).toEqual([1, 0.5]);
  for (const weight of some.weight.slice(10)) expect([10, 5]).toContain(Math.round(1e9 * weight) / 1e9);
  // With too many purchases all are sampled alike.
  const mostly = await seenWith(100, { ...table, y: new Float64Array(rows).fill(1) });
  expect(mostly.rows).toBeLessThan(150);
  for (const weight of mostly.weight) expect([10, 5]).toContain(Math.round(1e9 * weight) / 1e9);
});

it("a week's outcome or more is a window: it is tested on more days and read from further back", () => {
  const task = (horizonDays: number, more = {}) =>
    ({ horizonDays, origins: { leastRows: 9, ...more } }) as Parameters<typeof historyDays>[0];
  expect([historyDays(task(6)), historyDays(task(7)), historyDays(task(7, { readDays: 5 }))]).toEqual([
    150, 365, 5,
  ]);
  expect(foldSettings(task(6))).toEqual({ folds: 3, testDays: 14, stepDays: 14, leastRows: 9 });
  expect(foldSettings(task(7))).toEqual({
    ...{ folds: 3, testDays: 28, holdoutDays: 56, leastTestDays: 1, stepDays: 7, leastRows: 9 },
  });
});

it("versions are named by their second and an id", () => {
  expect(versionName(new Date("2024-10-06T03:15:09.999Z"), "4F-9a_21.bcdef")).toBe(
    "20241006t031509z-4f9a21bc",
  );
});
