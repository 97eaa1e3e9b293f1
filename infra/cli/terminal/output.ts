import { noProgress, type Progress, progressOn } from "./progress.ts";

/** Where a command writes: its answer to stdout, everything else to stderr. */
export interface Output {
  /** Writes the answer: as JSON if the user asked for it, otherwise in words. */
  answer(value: unknown, inWords: () => string): void;
  /** Writes an answer that is text in any mode. */
  raw(text: string): void;
  note(text: string): void;
  progress(verb: string, total: number, noun: string): Progress;
}

export const outputOf = ({ json = false, quiet = false } = {}): Output => ({
  answer: (value, inWords) => print(json ? JSON.stringify(value, null, 2) : inWords()),
  raw: print,
  note: (text) => {
    if (!quiet) process.stderr.write(`${text}\n`);
  },
  progress: (verb, total, noun) => (quiet ? noProgress : progressOn(process.stderr, verb, total, noun)),
});

const print = (text: string): void => {
  process.stdout.write(text.endsWith("\n") || text === "" ? text : `${text}\n`);
};
