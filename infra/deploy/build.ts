import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { pipeline } from "../../functions/pipeline.ts";
import type { Platform } from "../../shared/platform.ts";
import { type FunctionPackage, packageFunction } from "./package-function.ts";
import { startMsOf } from "./start-time.ts";

const Budget = z.strictObject({ archive_kib: z.number(), start_ms: z.number() });
const budgets = z
  .record(z.string(), Budget)
  .parse(parse(readFileSync(new URL("budgets.yaml", import.meta.url), "utf8")));

/** Every stage as an archive in dist/, each held to its budget. A stage touches its platform only when it runs. */
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(pipeline({} as Platform));
const kib = (bytes: number): number => Math.round(bytes / 1024);
const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const over = ({ name, archive }: FunctionPackage, startMs: number): string[] => {
  const budget = budgets[name] ?? budgets["default"];
  if (!budget) throw new Error("budgets.yaml has no default");
  return [
    ...(kib(archive.length) > budget.archive_kib
      ? [`${name}: ${kib(archive.length)} KiB, and the budget is ${budget.archive_kib}`]
      : []),
    ...(startMs > budget.start_ms
      ? [`${name}: starts in ${startMs} ms, and the budget is ${budget.start_ms}`]
      : []),
  ];
};

mkdirSync("dist", { recursive: true });
const faults: string[] = [];
say("function    archive      code  starts in  content       installs");
for (const name of names) {
  rmSync(`dist/${name}.zip`, { force: true });
  const built = await packageFunction(name);
  const startMs = await startMsOf(built.entries, name);
  writeFileSync(`dist/${name}.zip`, built.archive);
  faults.push(...over(built, startMs));
  const native = built.installed.filter((one) => !one.endsWith("functions-framework")).join(" ");
  say(
    `${name.padEnd(10)}${`${kib(built.archive.length)} KiB`.padStart(9)}${`${kib(built.codeBytes)} KiB`.padStart(10)}` +
      `${`${startMs} ms`.padStart(11)}  ${built.sha256.slice(0, 12)}  ${native}`,
  );
}
for (const fault of faults) process.stderr.write(`over budget: ${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
