import { type Command, Option } from "commander";
import { messageOf } from "../../../shared/errors.ts";
import type { Task } from "../../../shared/tasks/task.ts";
import { taskNames } from "../../../shared/tasks/task-names.ts";
import { counted } from "../../../shared/words.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import type { TableFormat } from "../export/write-tables.ts";
import { withTables } from "../with-tables.ts";

interface ExportOptions {
  readonly out: string;
  readonly label?: string;
  readonly format?: TableFormat;
  readonly masked?: boolean;
}

/** Tables by what people call them. */
const groups: Readonly<Record<string, readonly string[]>> = {
  findings: ["insights.findings"],
  predictions: ["predictions.spend", "predictions.sales_forecast"],
};

export const addExport = (program: Command): void => {
  program
    .command("export")
    .argument("<what>", `findings, predictions, tables, one table, or a task: ${taskNames().join(", ")}`)
    .description("write tables as CSV or Parquet, or the rows that a task trains on as Parquet")
    .requiredOption("--out <path>", "the folder to write to; for one table also a file: .csv or .parquet")
    .addOption(new Option("--format <format>", "of tables").choices(["csv", "parquet"]))
    .option("--masked", "pseudonyms instead of personal data, in tables")
    .option("--label <name>", "another of the task's labels")
    .addHelpText(
      "after",
      examples(
        "export findings --out findings.csv",
        "export predictions --out ./for-the-report --format csv",
        "export tables --out ./everything",
        "export spend_30d --out ./rows",
      ),
    )
    .action(async (what: string, options: ExportOptions, command: Command) => {
      const context = contextOf(command);
      const isTask = taskNames(context.env.DAYBOOK_TASKS).includes(what) || taskNames().includes(what);
      await (isTask ? exportTask(context, what, options) : exportTables(context, what, options));
    });
};

const exportTask = async (context: Context, name: string, { out, label }: ExportOptions): Promise<void> => {
  const task = await requestedTask(name, label, context.env.DAYBOOK_TASKS);
  const { exportRows } = await import("../../../functions/operations/export/export-rows.ts");
  const { writeParquet } = await import("../../local/parquet-file.ts");
  const done = await withTables(context, (platform) => exportRows(platform, task, out, writeParquet));
  context.output.answer(
    done,
    () =>
      `${counted(done.rows, "row")} as of ${done.from} to ${done.to}, with ${done.features.length} features and the label ${done.label}, in ${done.file}`,
  );
};

const exportTables = async (
  context: Context,
  what: string,
  { out, format, masked = false }: ExportOptions,
): Promise<void> => {
  // A table has its dataset in front. Anything else is known without data.
  if (what !== "tables" && !Object.hasOwn(groups, what) && !what.includes("."))
    throw new WrongUsage(unknown(what));
  const { catalogueOf } = await import("../sql/catalogue.ts");
  const { fileIn, writeTables } = await import("../export/write-tables.ts");
  const ending = /\.(csv|parquet)$/i.exec(out)?.[1]?.toLowerCase() as TableFormat | undefined;
  const chosen = format ?? ending ?? "parquet";
  const written = await withTables(context, async (platform) => {
    const { names } = await catalogueOf(platform);
    const tables = what === "tables" ? names : (groups[what] ?? names.filter((name) => name === what));
    if (tables.length === 0) throw new WrongUsage(unknown(what));
    if (ending !== undefined && (tables.length > 1 || ending !== chosen))
      throw new WrongUsage(`--out ${out}: give a folder for ${what}, as ${chosen}`);
    const pathOf = (table: string) => (ending === undefined ? fileIn(out, table, chosen) : out);
    return writeTables(platform, tables, { format: chosen, pathOf, masked });
  });
  context.output.answer(written, () => written.map(({ table, file }) => `${table}  ${file}`).join("\n"));
};

const unknown = (what: string): string =>
  `there is nothing called ${what} to export; there are ${[...Object.keys(groups), "tables", ...taskNames()].join(", ")}, and each table that \`tables\` lists in \`daybook sql\``;

const requestedTask = async (
  name: string,
  label: string | undefined,
  beside: string | undefined,
): Promise<Task> => {
  const { loadTask } = await import("../../../shared/tasks/load-tasks.ts");
  try {
    const isOwn = beside !== undefined && taskNames(beside).includes(name);
    return isOwn ? loadTask(name, label, beside) : loadTask(name, label);
  } catch (error) {
    throw new WrongUsage(messageOf(error));
  }
};
