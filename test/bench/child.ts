import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Measured {
  readonly seconds: number;
  readonly peakMiB: number;
  readonly note?: string;
}

/** Runs a bench script in a process of its own, so that its time and memory are its own. */
export const measure = (script: string, args: readonly string[]): Measured => {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const output = execFileSync(process.execPath, [path, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Measured;
};

export const since = (startedMs: number): number => (performance.now() - startedMs) / 1000;

/** On a busy machine the clock measures the others too. */
export const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** The last line of a measured script. */
export const report = (seconds: number, note?: string): void => {
  const measured: Measured = {
    seconds,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    ...(note === undefined ? {} : { note }),
  };
  console.log(JSON.stringify(measured));
};
