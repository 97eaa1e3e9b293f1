import type { Platform } from "../../../shared/platform.ts";
import type { Output } from "../terminal/output.ts";
import { answerText, type Format, formatOfFile, moreRows, refuseIncomplete, writeAnswer } from "./answer.ts";
import { askTables } from "./ask.ts";
import { type Catalogue, catalogueOf } from "./catalogue.ts";
import { rowsInFile, rowsOnScreen, type SqlLimits } from "./limits.ts";
import { shellHelp, type Word } from "./shell-words.ts";

export interface SessionOptions {
  readonly limits: SqlLimits;
  readonly masked: boolean;
  readonly format: Format;
}

/** `quit` is for whoever reads the lines. */
type Command = Exclude<Word, { readonly kind: "quit" }>;

export type Session = ReturnType<typeof openSession>;

/** What one shell remembers from line to line: how answers are written, and where to. */
export const openSession = (
  platform: Pick<Platform, "warehouse" | "feeds" | "kpis">,
  output: Output,
  { limits, masked, format: first }: SessionOptions,
) => {
  let format = first;
  let file: string | undefined;
  let known: Promise<Catalogue> | undefined;
  const catalogue = () => {
    known ??= catalogueOf(platform);
    return known;
  };
  return {
    tableNames: async (): Promise<readonly string[]> => (await catalogue()).names,

    async ask(sql: string, signal: AbortSignal): Promise<void> {
      const inFull = file !== undefined || format === "csv" || format === "json";
      const mostRows = limits.maxRows ?? (inFull ? rowsInFile : rowsOnScreen);
      const kind = file !== undefined && formatOfFile(file) === "parquet" ? "parquet" : "rows";
      const found = await askTables(platform, { sql }, { limits, mostRows, masked, format: kind, signal });
      if (inFull) refuseIncomplete(found, mostRows);
      if (file !== undefined) {
        output.note(writeAnswer(file, found));
        file = undefined;
      } else {
        output.raw(answerText(found, format));
        if (found.truncated) output.note(moreRows(mostRows));
      }
    },

    async obey(word: Command): Promise<void> {
      switch (word.kind) {
        case "help":
          return output.raw(shellHelp);
        case "tables":
          return output.raw((await catalogue()).tables());
        case "describe":
          return output.raw((await catalogue()).describe(word.table));
        case "records":
          format = format === "records" ? "table" : "records";
          return output.note(format === "records" ? "One line a value." : "One line a row.");
        case "format":
          format = word.format;
          return;
        case "out":
          if (word.path !== undefined) formatOfFile(word.path);
          file = word.path;
          return;
        case "unknown":
          throw new Error(`${word.text} is not known here; help lists what is`);
      }
    },
  };
};
