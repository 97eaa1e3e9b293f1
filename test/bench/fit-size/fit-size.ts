import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Measured, measure } from "../child.ts";
import { peersPython } from "../peers/ask-python.ts";
import { writeTable } from "./table.ts";

const goals = { timesLightGbm: 1.5, peakMiB: 1024 } as const;

/**
 * Time of the processor and memory of `daybook fit` on a large table, and of boosted trees alone beside LightGBM with as many
 * trees. Losses come first; returns how many there are.
 */
export const fitSize = (folder: string, rows: number): number => {
  const file = join(folder, "table.csv");
  writeTable(file, rows);
  const peer = lightGbm(file);
  const trees = measure("fit-size/run-trees.ts", [file]);
  const whole = measure("fit-size/run-fit.ts", [file]);
  const ratio = trees.seconds / peer.seconds;
  const lines = [
    line(
      ratio > goals.timesLightGbm,
      `trees take ${ratio.toFixed(2)} times the time of LightGBM`,
      goals.timesLightGbm,
    ),
    line(whole.peakMiB > goals.peakMiB, `a whole fit takes ${whole.peakMiB} MiB`, goals.peakMiB),
  ];
  const size = `${rows} rows of 30 columns, ${(statSync(file).size / 1e6).toFixed(0)} MB`;
  console.log([...lines.toSorted(), size].join("\n"));
  console.log(inWords("LightGBM, 100 trees, one thread", peer));
  console.log(inWords("our trees, 100 of the same size", trees));
  console.log(inWords("daybook fit, all families and tests", whole));
  return lines.filter((each) => each.startsWith("LOST")).length;
};

const line = (isLost: boolean, what: string, most: number): string =>
  `${isLost ? "LOST" : "won "} ${what} (at most ${most})`;

const inWords = (who: string, { seconds, peakMiB, note }: Measured): string =>
  `${who}: ${seconds.toFixed(1)} s of the processor, ${peakMiB} MiB; ${note}`;

const Answer = z.strictObject({ seconds: z.number(), peakMiB: z.number(), note: z.string() });

const lightGbm = (file: string): Measured => {
  const script = join(import.meta.dirname, "lightgbm_size.py");
  const { stdout, status, error } = spawnSync(peersPython(), [script, file], { encoding: "utf8" });
  if (error || status !== 0) throw new Error(`${script} ended with ${status}`, { cause: error });
  return Answer.parse(JSON.parse(stdout));
};
