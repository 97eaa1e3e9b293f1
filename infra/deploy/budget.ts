import type { Stage } from "../../shared/stage.ts";

const usual = { archiveKib: 800, startMs: 1500 };

export const kib = (bytes: number): number => Math.round(bytes / 1024);

/** Describes what exceeds a stage's budget: the size of its package, or the time until its process accepts requests. */
export const overBudget = (name: string, { budget }: Stage, archiveBytes: number, startMs: number) => {
  const most = { ...usual, ...budget };
  const faults: string[] = [];
  const size = kib(archiveBytes);
  if (size > most.archiveKib) faults.push(`${name}: ${size} KiB, and the budget is ${most.archiveKib}`);
  if (startMs > most.startMs)
    faults.push(`${name}: starts in ${startMs} ms, and the budget is ${most.startMs}`);
  return faults;
};
