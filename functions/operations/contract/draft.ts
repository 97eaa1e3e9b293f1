import type { FileFacts } from "./draft-contract.ts";
import type { DateOrder } from "./guess-dates.ts";
import type { ReadFile } from "./read-files.ts";

/** A contract drafted from files, what was decided, and what nothing in the files decides. */
export interface Draft {
  readonly feed: string;
  readonly files: readonly string[];
  readonly yaml: string;
  /** The currency of most amounts, if the files tell. */
  readonly currency: string | undefined;
  readonly decided: readonly string[];
  readonly unsure: readonly string[];
}

export interface InferOptions {
  readonly baseCurrency: string;
  /** Which comes first in dates that can be read both ways, if a person said so. */
  readonly order?: DateOrder | undefined;
  /** Drafts a feed of this name with the files' own columns, though they may be a built-in feed. */
  readonly name?: string | undefined;
}

const delimiterNames: Readonly<Record<string, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars",
};

const kindOf = (path: string): string | undefined => {
  if (/\.xlsx$/i.test(path)) return "a workbook";
  return /\.(jsonl|ndjson)$/i.test(path) ? "JSON Lines" : undefined;
};

export const describeFacts = (files: readonly ReadFile[], facts: FileFacts): readonly string[] => [
  `${files.length} file${files.length === 1 ? "" : "s"} with the same columns: ${facts.paths.join("  ")}`,
  `${kindOf(facts.paths[0] ?? "") ?? `${facts.encoding}, split by ${delimiterNames[facts.delimiter] ?? facts.delimiter}`}${
    facts.linesBefore > 0 ? `, the header on line ${facts.linesBefore + 1}` : ""
  }`,
  ...(facts.totals.length > 0
    ? [`lines that begin with ${facts.totals.map((word) => `"${word}"`).join(", ")} are no rows`]
    : []),
];
