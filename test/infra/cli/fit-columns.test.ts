import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readNumbers } from "../../../functions/operations/fit/numbers.ts";
import { readColumns } from "../../../infra/cli/fit/read-columns.ts";

const folder = mkdtempSync(join(tmpdir(), "daybook-columns-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = async (text: string) => {
  const file = join(folder, "table.csv");
  writeFileSync(file, text);
  return readColumns(file);
};

describe("the columns of a CSV file", () => {
  it.each([
    [
      "numbers and missing values",
      ["1.5", "", "-2e3", "NaN", "Infinity", "7"],
      [1.5, NaN, -2000, NaN, NaN, 7],
    ],
    ["three decimals, of which none can be a thousand", ["0.123", "1.234"], [0.123, 1.234]],
  ])("%s are read as numbers at once", async (_, cells, values) => {
    const [column] = await read(`a,b\n${cells.map((cell) => `${cell},x`).join("\n")}\n`);
    expect(column).toEqual({ name: "a", numbers: Float64Array.from(values) });
  });

  it.each([
    ["days without separators", ["20241006", "20241007"]],
    ["what may be a thousand", ["1.234", "5.678"]],
    ["codes with leading zeros", ["00123", "456"]],
    ["words among numbers", ["1", "unknown"]],
    ["signs", ["+1", "5 %"]],
    ["nothing at all", ["", ""]],
  ])("%s stay text", async (_, cells) => {
    const [column] = await read(`a,b\n${cells.map((cell) => `${cell},x`).join("\n")}\n`);
    expect(column).toEqual({ name: "a", cells });
  });

  it("a decimal comma in one column decides for points in another, which stays text until then", async () => {
    const columns = await read("a;b;c\n1.234;2,5;7\n5.678;3,5;8\n");
    const numbers = readNumbers(columns);
    expect(columns.map((column) => [...(numbers.get(column)?.values ?? [])])).toEqual([
      [1234, 5678],
      [2.5, 3.5],
      [7, 8],
    ]);
  });

  it("a name that comes twice is changed, and the first one is remembered", async () => {
    const columns = await read("a,a,a_1,a\nx,y,z,w\n");
    expect(columns.map(({ name, copyOf }) => [name, copyOf])).toEqual([
      ["a", undefined],
      ["a_1", "a"],
      ["a_1_1", "a_1"],
      ["a_2", "a"],
    ]);
  });
});
