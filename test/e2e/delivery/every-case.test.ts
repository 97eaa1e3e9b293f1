import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const numbers = [...Array.from({ length: 41 }, (_, index) => String(index + 1)), "12b", "35a"];

/** Files by the number of the case that one of their titles begins with. */
const titled = (): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const file of globSync("test/**/*.test.ts")) {
    for (const [, named = ""] of readFileSync(file, "utf8").matchAll(
      /["'`]cases? (\d+[ab]?(?: and \d+)?): /g,
    ))
      for (const number of named.split(" and ")) found.set(number, [...(found.get(number) ?? []), file]);
  }
  return found;
};

it("every delivery and lifecycle case is named by exactly one title, in the file that the table says", () => {
  const found = titled();
  const table = [
    ...readFileSync("test/e2e/delivery/README.md", "utf8").matchAll(/^\| (\d+[ab]?) \| .* \| `(.*)` \|$/gm),
  ];
  expect(Object.fromEntries(table.map(([, number = "", file = ""]) => [number, [file]]))).toEqual(
    Object.fromEntries(numbers.map((number) => [number, found.get(number) ?? []])),
  );
});
