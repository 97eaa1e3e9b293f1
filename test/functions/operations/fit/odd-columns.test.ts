import { describe, expect, it } from "vitest";
import type { Column, TextColumn } from "../../../../functions/operations/fit/cells.ts";
import { featuresOf } from "../../../../functions/operations/fit/column-readers.ts";
import { fitTable } from "../../../../functions/operations/fit/fit-table.ts";
import { replaced, visits } from "./visits.ts";

const plain = { target: "spent", classify: false, testFraction: 0.2, knownAfter: 1 };
const rows = 300;
const columns = () => visits(rows).filter(({ name }) => name !== "day");
const added = (name: string, cell: (row: number) => string): TextColumn => ({
  name,
  cells: Array.from({ length: rows }, (_, row) => cell(row)),
});
const warningsOf = (given: readonly Column[], change: object = {}) =>
  fitTable(given, { ...plain, ...change }).warnings.join("\n");

describe("odd columns in a user's own table", () => {
  it("a code with leading zeros is a word: its order says nothing", () => {
    const zip = added("zip", (row) => String((row * 7919) % 40).padStart(5, "0"));
    const { recipe } = fitTable([...columns(), zip], plain);
    expect(recipe.readers.find(({ name }) => name === "zip")?.kind).toBe("words");
    const size = added("size", (row) => `0.${row}`);
    const measured = fitTable([...columns(), size], plain).recipe.readers;
    expect(measured.find(({ name }) => name === "size")?.kind).toBe("number");
  });

  it("a word of its own in every row is left out, and said", () => {
    const given = [...columns(), added("remark", (row) => `guest ${row}`)];
    const { table, warnings } = fitTable(given, plain);
    expect(table.features).toEqual(["shop", "sun", "sky"]);
    expect(warnings).toEqual(["remark is left out: it differs in every row"]);
  });

  it("one word among many numbers stands for no value; the same in a later file", () => {
    const odd = replaced(columns(), "sun", (cell, row) => (row % 4 === 0 ? "unknown" : cell));
    const without = replaced(columns(), "sun", (cell, row) => (row % 4 === 0 ? "" : cell));
    const { table, warnings, recipe } = fitTable(odd, plain);
    expect(table.x).toEqual(fitTable(without, plain).table.x);
    expect(warnings).toEqual(["in sun, unknown counts as a missing number"]);
    const reader = recipe.readers.find(({ name }) => name === "sun");
    const later = reader && featuresOf(reader, { name: "sun", cells: ["0.5", "unknown", ""] }, undefined);
    expect(later?.[0]?.values).toEqual(Float64Array.of(0.5, Number.NaN, Number.NaN));
    expect(() => reader && featuresOf(reader, { name: "sun", cells: ["bright"] }, undefined)).toThrow(
      'line 2 holds "bright"',
    );
  });

  it("an infinite number and one beyond single precision are missing", () => {
    const nothing = ["Infinity", "-inf", "#DIV/0!", "1e300"];
    const odd = replaced(columns(), "sun", (cell, row) => (row % 9 === 0 ? (nothing[row % 4] ?? "") : cell));
    const without = replaced(columns(), "sun", (cell, row) => (row % 9 === 0 ? "" : cell));
    expect(fitTable(odd, plain).table.x).toEqual(fitTable(without, plain).table.x);
  });

  it("a column of numbers is read as its text would be", () => {
    const texts = columns();
    const numbers = texts.map(
      (column): Column =>
        ["sun", "spent"].includes(column.name)
          ? { name: column.name, numbers: Float64Array.from(column.cells, Number) }
          : column,
    );
    const [one, other] = [fitTable(texts, plain), fitTable(numbers, plain)];
    expect(other.table).toEqual(one.table);
    expect(other.recipe).toEqual(one.recipe);
  });

  it("a second column of the same name is told, and refused as a target", () => {
    const given = [...columns(), { ...added("sun_1", (row) => `${row % 7}`), copyOf: "sun" }];
    expect(warningsOf(given)).toBe("another column sun is called sun_1");
    expect(() => fitTable(given, { ...plain, target: "sun" })).toThrow(
      "--target sun: several columns are called sun; rename all but one",
    );
  });
});

describe("odd targets", () => {
  it("one of a million among tens is left out of fits and tests, and its line is named", () => {
    const given = replaced(columns(), "spent", (cell, row) => (row === 150 ? "1000000" : cell));
    const { table, warnings } = fitTable(given, plain);
    expect(table.y.filter(Number.isNaN)).toHaveLength(1);
    expect(Math.max(...table.y.filter(Number.isFinite))).toBeLessThan(1000);
    expect(warnings.join()).toContain("line 152 holds 1000000");
  });

  it("a long tail stays, and so do outliers of an amount", () => {
    const tail = replaced(columns(), "spent", (_, row) => String(Math.exp((row % 100) / 12)));
    expect(fitTable(tail, plain).warnings).toEqual([]);
    const given = replaced(columns(), "spent", (cell, row) => (row === 150 ? "1000000" : cell));
    const { table, warnings } = fitTable(given, { ...plain, amount: true });
    expect(Math.max(...table.y)).toBe(1e6);
    expect(warnings).toEqual([]);
  });

  it("rows without a target are counted; too few with one are refused", () => {
    const without = (every: number) =>
      replaced(columns(), "spent", (cell, row) => (row % every === 0 ? "" : cell));
    expect(warningsOf(without(10))).toBe("30 of 300 rows have no spent: they are left out");
    expect(() => fitTable(without(2), plain)).toThrow(
      "--target spent: 150 of 300 rows have a value; a fit needs 200 rows that have one",
    );
  });

  it("classes are the same in large and small letters; a rare one is told", () => {
    const given = replaced(columns(), "sky", (_, row) =>
      row % 30 === 0 ? (row % 60 === 0 ? "Yes" : "yes ") : row % 2 === 0 ? "NO" : "no",
    );
    const { table, predicted, warnings } = fitTable(given, { ...plain, target: "sky", classify: true });
    expect(predicted).toBe("Yes");
    expect(table.y.filter((value) => value === 1)).toHaveLength(10);
    expect(warnings).toEqual(["only 10 of 300 rows are Yes: scores are uncertain"]);
  });

  it("two numbers are a hint to --classify", () => {
    const given = replaced(columns(), "spent", (_, row) => String(row % 2));
    expect(warningsOf(given)).toBe("spent has two values: --classify predicts the chance of one of them");
  });

  it.each([
    [
      "of three words",
      (row: number) => ["low", "mid", "high"][row % 3] ?? "",
      "make a column that is 1 for it",
    ],
    ["whose square overflows", (row: number) => `${row}e150`, "line 3 holds 1e150, which is too large"],
    ["whose square is nothing", (row: number) => `${row}e-300`, "all values are smaller than 1e-100"],
  ])("%s are refused", (_, cell, message) => {
    const given = replaced(columns(), "spent", (_unused, row) => cell(row));
    expect(() => fitTable(given, plain)).toThrow(message);
  });
});
