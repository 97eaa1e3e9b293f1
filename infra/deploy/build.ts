import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { stages } from "../../functions/pipeline.ts";
import { kib, overBudget, slowStart } from "./budget.ts";
import { packageFunction } from "./package-function.ts";
import { stageNamed } from "./stage-entry.ts";
import { startMsOf } from "./start-time.ts";

/** Builds every stage, or those named, as an archive in dist/, checks the size of each against its budget, and tells of slow starts. */
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(stages);
const say = (text: string): boolean => process.stdout.write(`${text}\n`);

mkdirSync("dist", { recursive: true });
const faults: string[] = [];
const slow: string[] = [];
say("function    archive      code  starts in  content       installs");
for (const name of names) {
  rmSync(`dist/${name}.zip`, { force: true });
  const built = await packageFunction(name);
  const startMs = await startMsOf(built.entries, name);
  writeFileSync(`dist/${name}.zip`, built.archive);
  faults.push(...overBudget(name, stageNamed(name), built.archive.length));
  slow.push(...slowStart(name, stageNamed(name), startMs));
  const native = built.installed.filter((one) => !one.endsWith("functions-framework")).join(" ");
  say(
    `${name.padEnd(10)}${`${kib(built.archive.length)} KiB`.padStart(9)}${`${kib(built.codeBytes)} KiB`.padStart(10)}` +
      `${`${startMs} ms`.padStart(11)}  ${built.sha256.slice(0, 12)}  ${native}`,
  );
}
for (const start of slow) say(`slow: ${start}`);
for (const fault of faults) process.stderr.write(`over budget: ${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
