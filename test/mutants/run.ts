import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Mutant, mutants, planted } from "./mutants.ts";

const root = join(import.meta.dirname, "../..");
const copied = [
  "functions",
  "shared",
  "infra",
  "test",
  "terraform",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];

/** Plants one bug at a time in a copy and runs the tests that cover the file. Fails if fewer than 95 % are caught. */
const run = (): void => {
  const { values } = parseArgs({
    options: { only: { type: "string" }, every: { type: "string", default: "1" } },
  });
  const chosen = mutants
    .filter(({ file }) => values.only === undefined || file.includes(values.only))
    .filter((_, index) => index % Number(values.every) === 0);
  const folder = copy();
  const alive: Mutant[] = [];
  try {
    for (const [index, mutant] of chosen.entries()) {
      const isCaught = catches(folder, mutant);
      if (!isCaught) alive.push(mutant);
      console.log(
        `${index + 1}/${chosen.length} ${isCaught ? "caught  " : "SURVIVED"} ${mutant.file}: ${mutant.why}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const share = (100 * (chosen.length - alive.length)) / Math.max(1, chosen.length);
  console.log(
    `${chosen.length} bugs planted, ${chosen.length - alive.length} caught (${share.toFixed(1)} %)`,
  );
  if (share < 95) process.exitCode = 1;
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

const catches = (folder: string, mutant: Mutant): boolean => {
  const path = join(folder, mutant.file);
  const source = readFileSync(path, "utf8");
  writeFileSync(path, planted(source, mutant));
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, "run", "--bail", "1", ...mutant.tests],
    { cwd: folder, encoding: "utf8", timeout: 300_000 },
  );
  writeFileSync(path, source);
  if (status === 0) return false;
  // A bug that only keeps the tests from starting proves nothing, but for one that never ends.
  if (status !== null && !/(Tests|Test Files) .*(passed|failed)/.test(stdout))
    throw new Error(`no test ran:\n${stdout}${stderr}`);
  return true;
};

run();
