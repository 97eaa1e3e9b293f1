import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const Group = z.strictObject({
  /** The test files that cover the source: only these run. */
  tests: z.array(z.string()).min(1),
  bugs: z.array(
    z.strictObject({
      why: z.string(),
      /** Stands in the source once, unless `nth` says which one is meant, from 1. */
      text: z.string().min(1),
      by: z.string(),
      nth: z.int().min(1).optional(),
    }),
  ),
});

/** A bug of one line: a replacement of text in a source file. */
export type Mutant = z.infer<typeof Group>["bugs"][number] & {
  readonly file: string;
  readonly tests: readonly string[];
};

export const mutants: readonly Mutant[] = Object.entries(
  z.record(z.string(), Group).parse(parse(readFileSync(new URL("mutants.yaml", import.meta.url), "utf8"))),
).flatMap(([file, { tests, bugs }]) => bugs.map((bug) => ({ ...bug, file, tests })));

/** The source with the bug. Throws if the text is not there as often as the list says. */
export const planted = (source: string, { file, text, by, nth }: Mutant): string => {
  const pieces = source.split(text);
  if (nth === undefined && pieces.length !== 2)
    throw new Error(
      `${file} has "${text}" ${pieces.length - 1} times, not once: correct test/mutants/mutants.yaml`,
    );
  const place = nth ?? 1;
  if (pieces.length <= place) throw new Error(`${file} has no ${place}th "${text}"`);
  return `${pieces.slice(0, place).join(text)}${by}${pieces.slice(place).join(text)}`;
};
