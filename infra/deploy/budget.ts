import type { Stage } from "../../shared/stage.ts";

const usual = { archiveKib: 850, startMs: 1500 };

export const kib = (bytes: number): number => Math.round(bytes / 1024);

/** A package that is larger than its stage's budget. */
export const overBudget = (name: string, { budget }: Stage, archiveBytes: number): string[] => {
  const { archiveKib } = { ...usual, ...budget };
  const size = kib(archiveBytes);
  return size > archiveKib ? [`${name}: ${size} KiB, and the budget is ${archiveKib}`] : [];
};

/** A process that takes longer than its stage should until it accepts requests. A busy machine is slow, too: it fails nothing. */
export const slowStart = (name: string, { budget }: Stage, ms: number): string[] => {
  const { startMs } = { ...usual, ...budget };
  return ms > startMs ? [`${name}: starts in ${ms} ms; on an idle machine it should take ${startMs}`] : [];
};
