import type { Stage } from "../../shared/stage.ts";

const usual = { archiveKib: 800, startMs: 1500 };

export const kib = (bytes: number): number => Math.round(bytes / 1024);

/** What of a stage's package is beyond its budget, in words: its size, or the time until its process takes requests. */
export const overBudget = (
  name: string,
  { budget }: Stage,
  archiveBytes: number,
  startMs: number,
): string[] => {
  const most = { ...usual, ...budget };
  return [
    ...(kib(archiveBytes) > most.archiveKib
      ? [`${name}: ${kib(archiveBytes)} KiB, and the budget is ${most.archiveKib}`]
      : []),
    ...(startMs > most.startMs
      ? [`${name}: starts in ${startMs} ms, and the budget is ${most.startMs}`]
      : []),
  ];
};
