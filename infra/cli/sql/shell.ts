import { createInterface } from "node:readline";
import type { Platform } from "../../../shared/platform.ts";
import { keepHistory, readHistory } from "../../local/sql-history.ts";
import type { Context } from "../context.ts";
import { LineReader, prompt } from "./line-reader.ts";
import { openSession, type Session, type SessionOptions } from "./session.ts";

/** Reads statements from a terminal, or from a pipe, where the first fault ends it. Returns the exit code. */
export const runShell = async (
  { env, output }: Context,
  platform: Pick<Platform, "warehouse" | "feeds" | "kpis">,
  options: SessionOptions,
): Promise<number> => {
  const session = openSession(platform, output, options);
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const home = isTerminal && env.PLATFORM === "local" ? env.DAYBOOK_HOME : undefined;
  const lines = createInterface({
    input: process.stdin,
    ...(isTerminal ? { output: process.stdout, prompt, completer: completer(session) } : {}),
    terminal: isTerminal,
    ...(home === undefined ? {} : { history: readHistory(home), removeHistoryDuplicates: true }),
  });
  if (home !== undefined) lines.on("history", (history) => keepHistory(home, history));
  if (isTerminal) output.note("Statements end with a semicolon; help lists what else there is, Ctrl+D ends.");
  const reader = new LineReader(lines, session, isTerminal);
  const interrupt = () => reader.interrupt();
  lines.on("SIGINT", interrupt);
  process.on("SIGINT", interrupt);
  try {
    return await reader.read();
  } finally {
    process.off("SIGINT", interrupt);
    lines.close();
  }
};

/** Completes the names of tables. */
const completer =
  (session: Session) =>
  (line: string, done: (error: null, found: [string[], string]) => void): void => {
    const [typed = ""] = /[\w.]*$/.exec(line) ?? [];
    const found = async () =>
      (typed === "" ? [] : await session.tableNames()).filter((name) => name.startsWith(typed));
    found().then(
      (names) => done(null, [[...names], typed]),
      () => done(null, [[], typed]),
    );
  };
