import { describe, expect, it } from "vitest";
import type { TextColumn } from "../../../../functions/operations/fit/cells.ts";
import { fitColumns } from "../../../../functions/operations/fit/fit.ts";
import { fitTable } from "../../../../functions/operations/fit/fit-table.ts";
import { applyFit, openFit } from "../../../../functions/operations/fit/saved-fit.ts";
import { isoDate } from "../../../../shared/dates.ts";
import { first, replaced, request, visits } from "./visits.ts";

describe("a fit on a user's own table", () => {
  it("finds the feature that matters, tested on the newest fifth beside plain rules", async () => {
    const { card, predicted } = await fitColumns(visits(600), request, new Date("2026-01-01"));
    expect(predicted).toBeNull();
    const holdout = card.folds.at(-1);
    expect(holdout?.role).toBe("holdout");
    expect(holdout?.test.rows).toBe(120);
    expect(holdout?.test.to).toBe(isoDate(first + 119));
    const chosen = card.leaderboard.find(({ family }) => family === card.family);
    expect(chosen?.baseline).toBe(false);
    expect(chosen?.holdout["r2"]).toBeGreaterThan(0.9);
    const names = card.leaderboard.map(({ family }) => family);
    expect(names).toEqual(expect.arrayContaining(["mean", "entity_mean_so_far", "linear", "trees", "mlp"]));
    const leading = card.importances.slice(0, 4).map(({ feature }) => feature);
    expect(leading).toEqual(expect.arrayContaining(["sun", "entity: mean so far"]));
  });

  it("predicts the chance of one of two classes with --classify, and says which", async () => {
    const columns = replaced(visits(300), "spent", (cell) => (Number(cell) > 130 ? "large" : "small"));
    const { card, predicted } = await fitColumns(
      columns,
      { ...request, classify: true },
      new Date("2026-01-01"),
    );
    expect(["large", "small"]).toContain(predicted);
    const chosen = card.leaderboard.find(({ family }) => family === card.family);
    expect(chosen?.holdout["auc"]).toBeGreaterThan(0.9);
  });

  it("keeps a model that answers for another file as it answers for its own", async () => {
    const columns = visits(300);
    const { saved, card } = await fitColumns(columns, request, new Date("2026-01-01"));
    const opened = openFit(JSON.stringify(saved), "model.json");
    const later = replaced(visits(40, 2), "day", (_, row) => isoDate(first + 200 + row));
    const answers = applyFit(
      opened,
      later.filter(({ name }) => name !== "spent"),
    );
    const misses = answers.map(({ prediction }, row) => Math.abs(prediction - Number(later[4]?.cells[row])));
    expect(misses.reduce((total, miss) => total + miss, 0) / 40).toBeLessThan(25);
    for (const { prediction, low80 = 0, high80 = 0 } of answers) {
      expect(low80).toBeLessThanOrEqual(prediction);
      expect(high80).toBeGreaterThanOrEqual(prediction);
    }
    expect(card.leaderboard.map(({ family }) => family)).toContain("mix");
    const damaged = { ...saved, model: { ...saved.model, weights: Buffer.from("no").toString("base64") } };
    expect(() => openFit(JSON.stringify(damaged), "model.json")).toThrow("model.json was damaged or changed");
    expect(() => openFit("a,b", "visits.csv")).toThrow("visits.csv is not a model");
    const odd = replaced(later, "sun", (cell, row) => (row === 3 ? "bright" : cell));
    expect(() => applyFit(opened, odd)).toThrow('column sun: line 5 holds "bright"');
  });

  it("needs no time: rows are then kept aside at random, and each is answered once unseen", async () => {
    const { time: _, entity: __, ...plain } = request;
    const columns = visits(300).filter(({ name }) => name !== "day");
    const { card, answers } = await fitColumns(columns, { ...plain, amount: true }, new Date("2026-01-01"));
    expect(answers.map(({ row }) => row)).toEqual(Array.from({ length: 300 }, (_unused, row) => row));
    expect(answers.filter(({ role }) => role === "holdout")).toHaveLength(60);
    const { features, target } = card;
    expect(target.kind).toBe("amount");
    expect(features.map(({ name }) => name)).toEqual(["shop", "sun", "sky"]);
  });

  it("warns of a column that is the target in another form", async () => {
    const columns = visits(260);
    const copy = {
      name: "with tax",
      cells: (columns[4]?.cells ?? []).map((cell) => String(Number(cell) * 1.2)),
    };
    const { card } = await fitColumns([...columns, copy], request, new Date("2026-01-01"));
    expect(card.warnings.join()).toContain("feature with tax is almost the target");
  });

  it("accepts whole numbers of steps as time", () => {
    const columns = replaced(visits(400), "day", (_, row) => String(Math.floor(row / 4)));
    const { table } = fitTable(columns, request);
    expect([table.asOf[0], table.asOf.at(-1)]).toEqual(["1970-01-01", "1970-04-10"]);
  });
});

describe("the features of a fit", () => {
  it("use nothing of a row's own day or later, and no outcome that was still open", () => {
    const columns = visits(500);
    const cut = isoDate(first + 60);
    const days = columns[0]?.cells ?? [];
    const isLater = (row: number) => (days[row] ?? "") >= cut;
    const rewritten = replaced(columns, "spent", (cell, row) => (isLater(row) ? String(row * 7) : cell));
    const rowsUpTo = (from: readonly TextColumn[], knownAfter: number, until: string) => {
      const { table } = fitTable(from, { ...request, knownAfter });
      return table.x.slice(0, table.asOf.filter((day) => day <= until).length * table.features.length);
    };
    expect(rowsUpTo(rewritten, 1, cut)).toEqual(rowsUpTo(columns, 1, cut));
    const dayAfter = isoDate(first + 61);
    expect(rowsUpTo(rewritten, 1, dayAfter)).not.toEqual(rowsUpTo(columns, 1, dayAfter));
    expect(rowsUpTo(rewritten, 20, isoDate(first + 79))).toEqual(rowsUpTo(columns, 20, isoDate(first + 79)));
  });
});

describe("a fit that is impossible", () => {
  it.each([
    [
      "of no such target",
      visits(300),
      { target: "sales" },
      "--target sales: there is no such column; there are day, shop, sun, sky, spent",
    ],
    ["of a target with another letter", visits(300), { target: "Spend" }, "did you mean spent?"],
    [
      "of one column for two things",
      visits(300),
      { entity: "day" },
      "--target, --time and --entity must be columns of their own",
    ],
    [
      "of dates that may begin with the day or with the month",
      replaced(visits(300), "day", (_, row) => `0${(row % 3) + 1}/0${(row % 4) + 1}/2024`),
      {},
      "may begin with the day or with the month",
    ],
    [
      "of one word among numbers",
      replaced(visits(300), "spent", (cell, row) => (row === 200 ? "lots" : cell)),
      {},
      '--target spent: line 202 holds "lots"',
    ],
    [
      "of two currencies",
      replaced(visits(300), "spent", (cell, row) => `${row === 9 ? "$" : "€"} ${cell}`),
      {},
      "which is not a number, or not written as the others are",
    ],
    [
      "of an amount below zero",
      replaced(visits(300), "spent", (cell, row) => (row === 7 ? "-3" : cell)),
      { amount: true },
      "line 9 holds -3; with --amount no value may be below zero",
    ],
    ["of no such group", visits(300), { group: "town" }, "--group town: there is no such column"],
    ["of no such time", visits(300), { time: "when" }, "--time when: there is no such column"],
    ["of no such entity", visits(300), { entity: "who" }, "--entity who: there is no such column"],
    [
      "of words without --classify",
      visits(300),
      { target: "sky" },
      "for a target of two classes add --classify",
    ],
    [
      "of three classes and more",
      visits(300),
      { target: "shop", entity: "sky", classify: true },
      "--classify needs two classes, and there are 8",
    ],
    [
      "of a constant target",
      replaced(visits(300), "spent", () => "3"),
      {},
      "it is 3 in every row: there is nothing to predict",
    ],
    ["of an empty target", replaced(visits(300), "spent", () => ""), {}, "every cell is empty"],
    [
      "of a time that is no time",
      replaced(visits(300), "day", (cell, row) => (row === 9 ? "soon" : cell)),
      {},
      '--time day: line 11 holds "soon"',
    ],
    ["on too few rows", visits(120), {}, "there are 120 rows; a fit needs 200"],
    ["on one day", replaced(visits(300), "day", () => "2024-01-01"), {}, "too few rows, or too few dates"],
  ] as const)("%s says so", async (_, columns, change, message) => {
    await expect(fitColumns(columns, { ...request, ...change }, new Date("2026-01-01"))).rejects.toThrow(
      message,
    );
  });
});
