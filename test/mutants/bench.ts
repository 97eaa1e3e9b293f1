import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Mutant, planted } from "./mutants.ts";

/** A bug that keeps the tests from ending is found by that. */
export type Outcome = "caught" | "no end" | "SURVIVED";

const root = join(import.meta.dirname, "../..");
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const patienceMs = 300_000;
const copied = [
  "functions",
  "shared",
  "infra",
  "test",
  "terraform",
  "README.md",
  "CONTRIBUTING.md",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];

/** A copy of the code in which bugs are planted, one after the other. */
export const bench = () => {
  const folder = copy();
  return {
    /** Runs the tests in their order, the quickest by itself and then ever more at once: most bugs are found by the first. */
    async plant(mutant: Mutant): Promise<Outcome> {
      const path = join(folder, mutant.file);
      const source = readFileSync(path, "utf8");
      writeFileSync(path, planted(source, mutant));
      try {
        for (const tests of growingParts(mutant.tests)) {
          const outcome = await runTests(folder, tests);
          if (outcome !== "SURVIVED") return outcome;
        }
        return "SURVIVED";
      } finally {
        writeFileSync(path, source);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

const copy = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-mutants-"));
  for (const name of copied)
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (source) => !/node_modules|\.terraform/.test(source),
    });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
};

/** One, two, four and so on: a process costs more than a quick test. */
const growingParts = (tests: readonly string[]): readonly (readonly string[])[] => {
  const parts: (readonly string[])[] = [];
  for (let from = 0, count = 1; from < tests.length; from += count, count *= 2)
    parts.push(tests.slice(from, from + count));
  return parts;
};

const runTests = (folder: string, tests: readonly string[]): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, "run", "--bail", "1", ...tests], {
      cwd: folder,
      timeout: patienceMs * tests.length,
      killSignal: "SIGKILL",
    });
    let said = "";
    child.stdout.on("data", (bytes) => (said += bytes));
    child.stderr.on("data", (bytes) => (said += bytes));
    child.on("error", reject);
    child.on("close", (status) => {
      if (status === 0) resolve("SURVIVED");
      else if (status === null) resolve("no end");
      // A bug that only keeps the tests from starting proves nothing.
      else if (/(Tests|Test Files) .*(passed|failed)/.test(said)) resolve("caught");
      else reject(new Error(`no test ran:\n${said}`));
    });
  });
