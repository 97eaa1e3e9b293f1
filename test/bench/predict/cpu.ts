import { readFileSync } from "node:fs";

const msPerTick = 10;

/** Processor time that a process has used so far, all its threads together. NaN where the system has no /proc. */
export const cpuMs = (pid: number): number => {
  try {
    // The name in parentheses may hold anything; times are the 14th and 15th field.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return msPerTick * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return Number.NaN;
  }
};
