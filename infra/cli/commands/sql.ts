import { type Command, Option } from "commander";
import { contextOf, examples } from "../context.ts";
import { csvText } from "../terminal/csv.ts";
import { resultText } from "../terminal/result.ts";
import { assertHome, withHome } from "../with-home.ts";

export const addSql = (program: Command): void => {
  program
    .command("sql")
    .argument("<select>", "one SELECT statement in GoogleSQL")
    .description("ask the tables; nothing can be changed this way")
    .addOption(
      new Option("--csv", "as CSV, with cells that a spreadsheet would run made harmless").conflicts("json"),
    )
    .addHelpText(
      "after",
      examples(
        `sql "select business_date, net from metrics.daily_sales where dimension = 'company' order by 1 desc limit 7"`,
        `sql --csv "select * from metrics.customers" > customers.csv`,
      ),
    )
    .action(async (statement: string, { csv = false }: { csv?: boolean }, command: Command) => {
      const { env, output } = contextOf(command);
      assertHome(env);
      const rows = await withHome(env, {}, ({ platform }) => platform.warehouse.query(statement));
      if (csv) output.raw(csvText(rows));
      else output.answer(rows, () => resultText(rows));
    });
};
