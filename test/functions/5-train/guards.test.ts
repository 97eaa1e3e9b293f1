import { describe, expect, it } from "vitest";
import { trainTable } from "../../../functions/5-train/train-table.ts";
import type { Family } from "../../../shared/learning/model.ts";
import type { Table } from "../../../shared/learning/table.ts";
import { madeSettings, madeTable, runRate } from "./made-table.ts";

/** The made table with one more feature. */
const withFeature = (table: Table, name: string, value: (row: number) => number): Table => {
  const width = table.features.length + 1;
  const x = new Float64Array(table.rows * width);
  for (let row = 0; row < table.rows; row++) {
    x.set(table.x.subarray(row * (width - 1), (row + 1) * (width - 1)), row * width);
    x[row * width + width - 1] = value(row);
  }
  return { ...table, features: [...table.features, name], groups: [...table.groups, "value"], x };
};

/** Predicts the value of one column. */
const column = (name: string): Family => {
  const model = {
    predict: ({ features, rows, x }: { features: readonly string[]; rows: number; x: Float64Array }) =>
      Float64Array.from({ length: rows }, (_, row) => x[row * features.length + features.indexOf(name)] ?? 0),
    save: () => ({ family: name, settings: {}, weights: new Uint8Array() }),
  };
  return { name, fit: async () => model, load: () => model };
};
const candidatesWith = (name: string) => [
  { family: column("rate"), baseline: true },
  { family: column(name), baseline: false },
];

const table = madeTable();

describe("guards against a target that leaks", () => {
  it("refuse a feature that is the target, or almost is", async () => {
    const copy = withFeature(table, "net_now", (row) => table.y[row] ?? 0);
    await expect(trainTable(copy, madeSettings())).rejects.toThrow("feature net_now is almost the target");
    const scaled = withFeature(table, "net_now", (row) => 3 - 0.01 * (table.y[row] ?? 0) + (row % 2) / 1e3);
    await expect(trainTable(scaled, madeSettings())).rejects.toThrow("feature net_now is almost the target");
  });

  it("only warn when a user's own table is fitted", async () => {
    const copy = withFeature(table, "net_now", (row) => table.y[row] ?? 0);
    const candidates = candidatesWith("net_now");
    const settings = madeSettings({ candidates, preferred: "net_now", fallback: "rate", onTrivial: "warn" });
    const { warnings } = await trainTable(copy, settings);
    expect(warnings.join()).toContain("feature net_now is almost the target");
  });

  it("see one that only sorts the rows like the target, as a logarithm does", async () => {
    const logarithm = withFeature(table, "log_net", (row) => Math.log(1 + (table.y[row] ?? 0) ** 3));
    await expect(trainTable(logarithm, madeSettings())).rejects.toThrow("it sorts the rows like the target");
  });

  it("see one that separates two classes, or is known for one class only", async () => {
    const late = (row: number) => Number((table.y[row] ?? 0) > 15);
    const kinds = { ...table, y: table.y.map((_, row) => late(row)) };
    const settings = madeSettings({ target: { name: "late", kind: "chance" } });
    const paid = withFeature(kinds, "days_to_pay", (row) => (late(row) ? 31 + (row % 90) ** 2 : row % 31));
    await expect(trainTable(paid, settings)).rejects.toThrow("feature days_to_pay is almost the target");
    const reminded = withFeature(kinds, "reminded", (row) => (late(row) ? row % 7 : Number.NaN));
    await expect(trainTable(reminded, settings)).rejects.toThrow("being known has correlation 1.000");
  });

  it("accept a feature that is merely good", async () => {
    const { warnings } = await trainTable(table, madeSettings());
    expect(warnings).toEqual([]);
  });

  it("see that skill against truths shuffled within the month is not skill", async () => {
    // Sales double from month to month and all customers are alike: a model that knows the month looks skilled.
    const long = madeTable({ customers: 20, weeks: 60 });
    const season = (row: number) =>
      2 ** (12 * (Number(long.asOf[row]?.slice(0, 4)) - 2024) + Number(long.asOf[row]?.slice(5, 7)));
    const grown = { ...long, y: long.y.map((_, row) => season(row) * (1 + (row % 7) / 20)) };
    const told = withFeature(grown, "month_size", season);
    const settings = madeSettings({
      candidates: candidatesWith("month_size"),
      preferred: "month_size",
      fallback: "rate",
      onTrivial: "warn",
      target: { name: "sales", kind: "number" },
      folds: { folds: 3, testDays: 42, stepDays: 14, leastRows: 100 },
    });
    const { warnings } = await trainTable(told, settings);
    expect(warnings.join("\n")).toContain("what it knows is the month, not the row");
  });
});

describe("features that say nothing", () => {
  it("are named, and do no harm", async () => {
    const silent = withFeature(
      withFeature(table, "never_known", () => Number.NaN),
      "always_one",
      () => 1,
    );
    const settings = madeSettings({
      candidates: [...candidatesWith("mood"), { family: runRateOf(silent), baseline: false }],
      preferred: "mood",
      fallback: "rate",
    });
    const { warnings, leaderboard } = await trainTable(silent, settings);
    expect(warnings).toEqual(["never known or always the same: never_known, always_one"]);
    expect(leaderboard.filter(({ failed }) => failed !== undefined)).toEqual([]);
  });
});

const runRateOf = ({ features }: Table): Family => ({
  ...runRate,
  fit: (examples, options) => {
    expect(examples.features).toEqual(features);
    return column("rate").fit(examples, options);
  },
});
