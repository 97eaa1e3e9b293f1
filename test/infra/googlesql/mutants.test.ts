import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { mutants } from "../../sql/mutations/mutants.ts";

it("every fault that test:sql:mutations plants has its place in the translator", () => {
  const misplaced = mutants.filter(({ file, text }) => {
    const pieces = readFileSync(`infra/googlesql/${file}`, "utf8").split(text);
    return pieces.length !== 2;
  });
  expect(misplaced).toEqual([]);
});
