import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import type { Installation } from "../../../functions/operations/installation.ts";
import type { Row } from "../../../shared/ports.ts";
import { contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { csvText, resultText } from "../terminal/result.ts";
import { shortPatienceMs, withInstallation } from "../with-installation.ts";

interface Choice {
  readonly csv?: boolean;
  readonly saved?: string;
  readonly file?: string;
  readonly param?: readonly string[];
  readonly masked?: boolean;
}

export const addSql = (program: Command): void => {
  program
    .command("sql")
    .argument("[select]", "one SELECT statement in GoogleSQL")
    .description("query the tables; only reading is possible")
    .option("--saved <name>", "a saved query instead of a statement: shared/query/NAME.sql")
    .option("--file <path>", "read the statement from a file")
    .option("--param <name=value...>", "a parameter of the saved query")
    .option("--masked", "show pseudonyms instead of personal data, as POST /v1/query does")
    .addOption(
      new Option("--csv", "write CSV, with formulas made harmless for spreadsheets").conflicts("json"),
    )
    .addHelpText(
      "after",
      examples(
        `sql "select business_date, net from metrics.daily_sales where dimension = 'company' order by 1 desc limit 7"`,
        `sql --csv "select * from metrics.customers" > customers.csv`,
        "sql --saved sales_by_day --param days_back=7",
      ),
    )
    .action(async (statement: string | undefined, choice: Choice, command: Command) => {
      const context = contextOf(command);
      const { output } = context;
      const found = await withInstallation(context, ({ platform }) => ask(platform, statement, choice), {
        patienceMs: shortPatienceMs,
      });
      const rows = namedAsWritten(found);
      if (choice.csv) output.raw(csvText(rows));
      else output.answer(rows, () => resultText(rows));
    });
};

/** DuckDB's name for a column that has none. */
const engineName = "count_star()";

const namedAsWritten = (rows: readonly Row[]): readonly Row[] =>
  rows[0] && engineName in rows[0]
    ? rows.map(({ [engineName]: count = null, ...row }) => ({ ...row, "count(*)": count }))
    : rows;

type Platform = Installation["platform"];

/** All rows, as the operator may see them. */
const ask = async (
  platform: Platform,
  given: string | undefined,
  { saved, file, param = [], masked = false }: Choice,
): Promise<readonly Row[]> => {
  if ([given, saved, file].filter((one) => one !== undefined).length !== 1)
    throw new WrongUsage("give a statement, --saved or --file");
  const statement = file === undefined ? given : readFileSync(file, "utf8");
  if (saved === undefined && !masked) return platform.warehouse.query(statement ?? "");
  const { askInSql } = await import("../../../shared/query/ask.ts");
  const question = saved === undefined ? { sql: statement ?? "" } : { saved, params: paramsOf(param) };
  if (!masked && saved !== undefined && !platform.warehouse.explore) return askSaved(platform, question);
  const limits = { mostRows: 10_000_000, mostBytes: 2 ** 31, timeoutMs: 3_600_000 };
  return (await askInSql(platform, question, { limits, personal: !masked, format: "rows" })).rows;
};

/** A deployment has no limits of its own: BigQuery's apply. */
const askSaved = async (
  platform: Platform,
  question: { readonly saved?: string; readonly params?: Readonly<Record<string, string>> },
) => {
  const { boundParams, savedQuery } = await import("../../../shared/query/saved-queries.ts");
  const query = savedQuery(question.saved ?? "");
  return platform.warehouse.query(query.sql, boundParams(query, question.params ?? {}));
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
