import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Mutant, mutants, planted } from "./mutants.ts";
import { sampled } from "./sample.ts";

const expectFit = (mutant: Mutant): void => {
  const source = readFileSync(mutant.file, "utf8");
  expect(planted(source, mutant)).not.toBe(source);
  for (const test of mutant.tests)
    expect({ test, isThere: existsSync(test) }).toEqual({ test, isThere: true });
};

it("every bug of the list still fits its source, and its tests are there", () => {
  for (const mutant of mutants) expectFit(mutant);
});

it("there are at least 150, each with its reason", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(150);
  expect(mutants.filter(({ why }) => why.length < 10)).toEqual([]);
});

it("random bugs fit their source, in every room, and the same seed gives the same ones", () => {
  for (const room of ["functions", "shared", "infra"]) {
    const bugs = sampled(room, 200, 1);
    expect(bugs).toHaveLength(200);
    for (const bug of bugs) expectFit(bug);
  }
  const seeded = (seed: number) => sampled("functions/6-publish", 20, seed);
  expect(seeded(2)).toEqual(seeded(2));
  expect(seeded(2)).not.toEqual(seeded(3));
});
