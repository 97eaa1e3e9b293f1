import { describe, expect, it } from "vitest";
import type { TextColumn } from "../../../../functions/5-train/fit/columns.ts";
import { fitColumns } from "../../../../functions/5-train/fit/fit.ts";
import { type FitRequest, fitTable } from "../../../../functions/5-train/fit/fit-table.ts";
import { isoDate } from "../../../../shared/dates.ts";
import { stream } from "../../../../shared/synthetic/random.ts";

const first = 19_000;
const request: FitRequest = {
  target: "spent",
  time: "day",
  entity: "shop",
  classify: false,
  testFraction: 0.2,
  knownAfter: 1,
};

/** Shops that each sell about their own amount, more of it in sunshine. */
const visits = (rows: number, seed = 1): TextColumn[] => {
  const random = stream(seed, "visits");
  const all = Array.from({ length: rows }, (_, row) => {
    const [shop, sun, sky] = [random.below(8), random.next(), random.chance(0.5) ? "clear" : "grey"];
    const spent = 20 * shop + 100 * sun + (sky === "clear" ? 40 : 0) + 5 * random.next();
    return { day: isoDate(first + Math.floor(row / 5)), shop: `S${shop}`, sun, sky, spent };
  });
  const column = (name: string, cell: (row: (typeof all)[number]) => string): TextColumn => ({
    name,
    cells: all.map(cell),
  });
  return [
    column("day", ({ day }) => day),
    column("shop", ({ shop }) => shop),
    column("sun", ({ sun }) => sun.toFixed(4)),
    column("sky", ({ sky }) => sky),
    column("spent", ({ spent }) => spent.toFixed(2)),
  ];
};

const replaced = (
  columns: readonly TextColumn[],
  name: string,
  cell: (cell: string, row: number) => string,
) => columns.map((column) => (column.name === name ? { name, cells: column.cells.map(cell) } : column));

describe("a fit on a table of one's own", () => {
  it("finds what decides, tested on the newest fifth, beside plain rules", async () => {
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

  it("tells two kinds apart by --classify, and says of which the chance is", async () => {
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

  it("warns of a column that is the target in other clothes", async () => {
    const columns = visits(260);
    const copy = {
      name: "with tax",
      cells: (columns[4]?.cells ?? []).map((cell) => String(Number(cell) * 1.2)),
    };
    const { card } = await fitColumns([...columns, copy], request, new Date("2026-01-01"));
    expect(card.warnings.join()).toContain("feature with tax all but is the target");
  });

  it("takes whole numbers of steps for the time", () => {
    const columns = replaced(visits(400), "day", (_, row) => String(Math.floor(row / 4)));
    const { table } = fitTable(columns, request);
    expect([table.asOf[0], table.asOf.at(-1)]).toEqual(["1970-01-01", "1970-04-10"]);
  });
});

describe("the features of a fit", () => {
  it("know nothing of a row's own day or later, nor of answers that were still open", () => {
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

describe("a fit that cannot be", () => {
  it.each([
    [
      "of no such target",
      visits(300),
      { target: "sales" },
      "--target sales: there is no such column; there are day, shop, sun, sky, spent",
    ],
    ["of no such time", visits(300), { time: "when" }, "--time when: there is no such column"],
    ["of no such entity", visits(300), { entity: "who" }, "--entity who: there is no such column"],
    [
      "of words without --classify",
      visits(300),
      { target: "sky" },
      "which is no number; for a target of two kinds add --classify",
    ],
    [
      "of three kinds and more",
      visits(300),
      { target: "shop", entity: "sky", classify: true },
      "--classify needs two kinds, and there are 8",
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
