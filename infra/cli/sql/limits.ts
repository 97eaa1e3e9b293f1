import type { Command } from "commander";
import { WrongUsage } from "../entry-point.ts";
import { wholeNumber } from "../terminal/whole-number.ts";

/** What a question may cost. The defaults suit a laptop that has other things to do. */
export interface SqlLimits {
  readonly maxRows?: number;
  readonly maxMemory: number;
  readonly timeout: number;
}

/** On a terminal nobody reads more; a file or a program takes it all or is told that it cannot. */
export const rowsOnScreen = 10_000;
export const rowsInFile = 1_000_000;
/** Of the answer, which is held in memory until it is complete. */
export const mostBytes = 200_000_000;

const leastMemoryMb = 64;

export const addLimits = (command: Command): Command =>
  command
    .option(
      "--max-rows <n>",
      "at most so many rows (default: 10,000 on the screen, 1,000,000 elsewhere)",
      wholeNumber,
    )
    .option("--max-memory <mb>", "what the question may use of this machine's memory", wholeNumber, 600)
    .option("--timeout <seconds>", "stop a question that takes longer", wholeNumber, 300);

export const checkLimits = ({ maxRows = 1, maxMemory, timeout }: SqlLimits): void => {
  if (maxRows < 1 || timeout < 1) throw new WrongUsage("--max-rows and --timeout must be at least 1");
  if (maxMemory < leastMemoryMb) throw new WrongUsage(`--max-memory must be at least ${leastMemoryMb}`);
};

/** What does not fit into memory goes to disk, which must not fill up either. */
export const tableLimits = ({ maxMemory }: SqlLimits) => ({ memoryMb: maxMemory, spillMb: 8 * maxMemory });
