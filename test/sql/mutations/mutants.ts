import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const Fault = z.strictObject({ fault: z.string(), text: z.string().min(1), by: z.string() });

/** One fault: a replacement of text in the file. */
export type Mutant = z.infer<typeof Fault> & { readonly file: string };

export const mutants: readonly Mutant[] = Object.entries(
  z
    .record(z.string(), z.array(Fault))
    .parse(parse(readFileSync(new URL("mutants.yaml", import.meta.url), "utf8"))),
).flatMap(([file, faults]) => faults.map((fault) => ({ ...fault, file })));
