import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const Budget = z.strictObject({ archive_kib: z.number(), start_ms: z.number() });
const budgets = z
  .record(z.string(), Budget)
  .parse(parse(readFileSync(new URL("budgets.yaml", import.meta.url), "utf8")));

export const kib = (bytes: number): number => Math.round(bytes / 1024);

/** What of a function is beyond its budget, in words. */
export const overBudget = (name: string, archiveBytes: number, startMs: number): string[] => {
  const budget = budgets[name] ?? budgets["default"];
  if (!budget) throw new Error("budgets.yaml has no default");
  return [
    ...(kib(archiveBytes) > budget.archive_kib
      ? [`${name}: ${kib(archiveBytes)} KiB, and the budget is ${budget.archive_kib}`]
      : []),
    ...(startMs > budget.start_ms
      ? [`${name}: starts in ${startMs} ms, and the budget is ${budget.start_ms}`]
      : []),
  ];
};
