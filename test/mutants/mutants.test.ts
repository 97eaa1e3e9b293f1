import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { mutants, planted } from "./mutants.ts";

it("every bug of the list still fits its source, and its tests are there", () => {
  for (const mutant of mutants) {
    const source = readFileSync(mutant.file, "utf8");
    expect(planted(source, mutant)).not.toBe(source);
    for (const test of mutant.tests)
      expect({ test, isThere: existsSync(test) }).toEqual({ test, isThere: true });
  }
});

it("there are at least 150, each with its reason", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(150);
  expect(mutants.filter(({ why }) => why.length < 10)).toEqual([]);
});
