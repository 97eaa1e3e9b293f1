import { printableLines, withoutControls } from "../../../shared/words.ts";
import {
  type Describe,
  type Heartbeat,
  heartbeatOn,
  noHeartbeat,
  noProgress,
  type Progress,
  progressOn,
} from "./progress.ts";

/** Where a command writes: its answer to stdout, everything else to stderr. */
export type Output = ReturnType<typeof outputOf>;

export const outputOf = ({ json = false, quiet = false } = {}) => ({
  isJson: json,
  /** Writes the answer: as JSON if the user asked for it, otherwise in words. */
  answer: (value: unknown, inWords: () => string): void =>
    print(json ? withoutControls(JSON.stringify(value, null, 2)) : printableLines(inWords())),
  /** Writes an answer that is text in any mode, such as CSV, whose cells are safe already. */
  raw: print,
  note(text: string): void {
    if (!quiet) process.stderr.write(`${printableLines(text)}\n`);
  },
  progress: (verb: string, total: number, noun: string): Progress =>
    quiet ? noProgress : progressOn(process.stderr, verb, total, noun),
  heartbeat: (first: Describe): Heartbeat => (quiet ? noHeartbeat : heartbeatOn(process.stderr, first)),
});

const print = (text: string): void => {
  process.stdout.write(text.endsWith("\n") || text === "" ? text : `${text}\n`);
};
