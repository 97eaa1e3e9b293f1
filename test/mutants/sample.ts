import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { Dice } from "../chaos/world/dice.ts";
import { type Mutant, mutants } from "./mutants.ts";
import { changesOf } from "./operators.ts";

/** By folder: the tests that cover it, the quickest first. */
const rooms = z
  .record(z.string(), z.array(z.string()).min(1))
  .parse(parse(readFileSync(new URL("rooms.yaml", import.meta.url), "utf8")));

/** Random bugs of one line below a folder or in a file; the same seed gives the same bugs. */
export const sampled = (room: string, count: number, seed: number): Mutant[] => {
  const possible = globSync([`${room}/**/*.{ts,sql}`, room])
    .filter((file) => /\.(ts|sql)$/.test(file) && !file.endsWith("tables.sql"))
    .sort()
    .flatMap(bugsOf);
  const dice = new Dice(seed);
  const chosen: Mutant[] = [];
  while (chosen.length < count && possible.length > 0)
    chosen.push(...possible.splice(dice.below(possible.length), 1));
  return chosen;
};

const comment = /^\s*(--|\/\/|\*|\/\*\*)/;
const declaration = /^(import|export type|export interface|\} from) /;

const bugsOf = (file: string): Mutant[] => {
  const source = readFileSync(file, "utf8");
  const tests = testsOf(file);
  let start = 0;
  return source.split("\n").flatMap((text) => {
    // The list names a text by its place among equal ones.
    const nth = source.slice(0, start).split(text).length;
    start += text.length + 1;
    if (comment.test(text) || declaration.test(text)) return [];
    return changesOf(text, file.endsWith(".sql")).map((change) => ({ ...change, text, nth, file, tests }));
  });
};

/** The tests of the list for this file, and those of the closest folder. */
const testsOf = (file: string): readonly string[] => {
  const listed = mutants.find((mutant) => mutant.file === file)?.tests ?? [];
  const closest = Object.keys(rooms)
    .filter((folder) => file.startsWith(folder))
    .sort((left, right) => right.length - left.length)
    .slice(0, 1)
    .flatMap((folder) => rooms[folder] ?? []);
  const tests = [...new Set([...listed, ...closest])];
  if (tests.length === 0) throw new Error(`add the folder of ${file} to test/mutants/rooms.yaml`);
  return tests;
};
