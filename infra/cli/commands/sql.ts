import { type Command, Option } from "commander";
import { contextOf, examples } from "../context.ts";
import { csvText, resultText } from "../terminal/result.ts";
import { withInstallation } from "../with-installation.ts";

export const addSql = (program: Command): void => {
  program
    .command("sql")
    .argument("<select>", "one SELECT statement in GoogleSQL")
    .description("query the tables; only reading is possible")
    .addOption(
      new Option("--csv", "write CSV, with formulas made harmless for spreadsheets").conflicts("json"),
    )
    .addHelpText(
      "after",
      examples(
        `sql "select business_date, net from metrics.daily_sales where dimension = 'company' order by 1 desc limit 7"`,
        `sql --csv "select * from metrics.customers" > customers.csv`,
      ),
    )
    .action(async (statement: string, { csv = false }: { csv?: boolean }, command: Command) => {
      const context = contextOf(command);
      const { output } = context;
      const rows = await withInstallation(context, ({ platform }) => platform.warehouse.query(statement));
      if (csv) output.raw(csvText(rows));
      else output.answer(rows, () => resultText(rows));
    });
};
