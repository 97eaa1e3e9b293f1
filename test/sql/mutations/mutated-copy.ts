import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../catalogue.ts";
import type { Dialect } from "../duckdb.ts";
import type { Mutant } from "./mutants.ts";

const rewriter = "infra/googlesql";

/** Copies the translator, with one fault or none, to a temporary folder. */
export const copyOf = (mutant?: Mutant): string => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-mutant-"));
  cpSync(join(root, rewriter), join(folder, rewriter), { recursive: true });
  if (mutant !== undefined) plant(join(folder, rewriter, mutant.file), mutant);
  return folder;
};

const plant = (path: string, { file, text, by }: Mutant): void => {
  const pieces = readFileSync(path, "utf8").split(text);
  if (pieces.length !== 2) throw new Error(`${file} has "${text}" ${pieces.length - 1} times, not once`);
  writeFileSync(path, pieces.join(by));
};

export const dialectIn = async (folder: string): Promise<Dialect> => {
  const load = (file: string) => import(pathToFileURL(join(folder, rewriter, file)).href);
  const [{ toDuckDb }, { prelude }] = await Promise.all([load("rewrite.ts"), load("prelude.ts")]);
  return { toDuckDb, prelude };
};

/** Whether the translator's unit tests, which cover scripts and changes of tables, pass on the copy. */
export const passesUnitTests = (folder: string): boolean => {
  for (const path of ["test/sql", "test/infra/googlesql"]) {
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      filter: (source) => !/node_modules|mutations/.test(source),
    });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const chosen = ["changes", "statements", "lexer", "parameters"].map((name) => `googlesql/${name}.test.ts`);
  const run = spawnSync(process.execPath, [vitest, "run", "--no-isolate", ...chosen], {
    cwd: folder,
    encoding: "utf8",
  });
  // A fault that only prevents the tests from starting proves nothing.
  if (!/Tests .*(passed|failed)/.test(run.stdout))
    throw new Error(`no test ran:\n${run.stdout}${run.stderr}`);
  return run.status === 0;
};
