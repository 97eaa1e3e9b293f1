import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import type { Question } from "../../../shared/query/ask.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { addLimits, checkLimits, type SqlLimits, tableLimits } from "../sql/limits.ts";
import { withTables } from "../with-tables.ts";

interface Choice extends SqlLimits {
  readonly csv?: boolean;
  readonly out?: string;
  readonly saved?: string;
  readonly file?: string;
  readonly param?: readonly string[];
  readonly masked?: boolean;
}

export const addSql = (program: Command, exit: (code: number) => void): void => {
  const sql = program
    .command("sql")
    .argument("[select]", "one SELECT statement in GoogleSQL; without it a small shell begins")
    .description("query the tables; only reading is possible")
    .option("--saved <name>", "a saved query instead of a statement: shared/query/NAME.sql")
    .option("--file <path>", "read the statement from a file")
    .option("--param <name=value...>", "a parameter of the saved query")
    .option("--masked", "show pseudonyms instead of personal data, as POST /v1/query does")
    .option("--out <file>", "write to a file that ends in .csv, .json or .parquet")
    .addOption(
      new Option("--csv", "write CSV, with formulas made harmless for spreadsheets").conflicts("json"),
    );
  addLimits(sql)
    .addHelpText(
      "after",
      `${examples(
        `sql "select business_date, net from metrics.daily_sales where dimension = 'company' order by 1 desc limit 7"`,
        `sql --csv "select * from metrics.customers" > customers.csv`,
        "sql --saved sales_by_day --param days_back=7",
        `sql --out lines.parquet "select * from clean.lines"`,
        "sql",
      )}

Ctrl+C stops a question at once. In the shell a statement ends with a semicolon; \`help\` lists what else it knows.`,
    )
    .action(async (statement: string | undefined, choice: Choice, command: Command) => {
      checkLimits(choice);
      const context = contextOf(command);
      const question = questionOf(statement, choice);
      exit(await (question === undefined ? shell(context, choice) : askOnce(context, question, choice)));
    });
};

const askOnce = async (context: Context, question: Question, choice: Choice): Promise<number> => {
  const { answerText, formatOfFile, moreRows, refuseIncomplete, writeAnswer } = await import(
    "../sql/answer.ts"
  );
  const { askTables } = await import("../sql/ask.ts");
  const { interruptedCode, untilInterrupted } = await import("../sql/interrupt.ts");
  const { rowsInFile, rowsOnScreen } = await import("../sql/limits.ts");
  const { csv = false, out, masked = false, maxRows } = choice;
  const { output } = context;
  const inFull = csv || out !== undefined || output.isJson;
  const mostRows = maxRows ?? (inFull ? rowsInFile : rowsOnScreen);
  const format = out !== undefined && formatOfFile(out) === "parquet" ? "parquet" : "rows";
  const found = await untilInterrupted((signal) =>
    withTables(
      context,
      (platform) => askTables(platform, question, { limits: choice, mostRows, masked, format, signal }),
      tableLimits(choice),
    ),
  );
  if (!found) {
    output.note("Stopped.");
    return interruptedCode;
  }
  if (inFull) refuseIncomplete(found, mostRows);
  if (out !== undefined) output.note(writeAnswer(out, found));
  else if (csv) output.raw(answerText(found, "csv"));
  else output.answer(found.rows, () => answerText(found, "table"));
  if (found.truncated) output.note(moreRows(mostRows));
  return 0;
};

const shell = async (context: Context, choice: Choice): Promise<number> => {
  const { runShell } = await import("../sql/shell.ts");
  const { csv = false, masked = false } = choice;
  const format = csv ? "csv" : context.output.isJson ? "json" : "table";
  return withTables(
    context,
    (platform) => runShell(context, platform, { limits: choice, masked, format }),
    tableLimits(choice),
  );
};

/** Undefined for the shell. */
const questionOf = (given: string | undefined, { saved, file, param = [] }: Choice): Question | undefined => {
  const ways = [given, saved, file].filter((one) => one !== undefined);
  if (ways.length > 1) throw new WrongUsage("give only one of a statement, --saved and --file");
  if (saved !== undefined) return { saved, params: paramsOf(param) };
  const sql = file === undefined ? given : readFileSync(file, "utf8");
  return sql === undefined ? undefined : { sql };
};

const paramsOf = (pairs: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [name, ...value] = pair.split("=");
      if (name === undefined || value.length === 0)
        throw new WrongUsage(`--param ${pair}: write it as name=value`);
      return [name, value.join("=")];
    }),
  );
