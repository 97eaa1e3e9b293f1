import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What was asked in a home's SQL shell, the oldest first. It may name people, so it stays in the home. */
const fileIn = (home: string): string => join(home, "sql-history");

const mostLines = 500;

/** The newest first, as readline wants it. */
export const readHistory = (home: string): string[] =>
  existsSync(fileIn(home))
    ? readFileSync(fileIn(home), "utf8").split("\n").filter(Boolean).reverse().slice(0, mostLines)
    : [];

export const keepHistory = (home: string, newestFirst: readonly string[]): void =>
  writeFileSync(fileIn(home), `${newestFirst.slice(0, mostLines).toReversed().join("\n")}\n`, {
    mode: 0o600,
  });

export const forgetHistory = (home: string): void => rmSync(fileIn(home), { force: true });
