import type { Command } from "commander";
import { messageOf } from "../../../shared/errors.ts";
import { loadTask, taskNames } from "../../../shared/tasks/load-tasks.ts";
import type { Task } from "../../../shared/tasks/task.ts";
import { counted } from "../../../shared/words.ts";
import { contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { withInstallation } from "../with-installation.ts";

export const addExport = (program: Command): void => {
  program
    .command("export")
    .argument("<task>", taskNames().join(", "))
    .description("write the rows that a task trains on as a Parquet file, for other tools")
    .requiredOption("--out <dir>", "the folder to write to")
    .option("--label <name>", "another of the task's labels")
    .addHelpText("after", examples("export spend_30d --out ./rows"))
    .action(async (name: string, { out, label }: { out: string; label?: string }, command: Command) => {
      const context = contextOf(command);
      const task = requestedTask(name, label, context.env.DAYBOOK_TASKS);
      const { exportRows } = await import("../../../functions/operations/export/export-rows.ts");
      const { writeParquet } = await import("../../local/parquet-file.ts");
      const done = await withInstallation(context, ({ platform }) =>
        exportRows(platform, task, out, writeParquet),
      );
      context.output.answer(
        done,
        () =>
          `${counted(done.rows, "row")} as of ${done.from} to ${done.to}, with ${done.features.length} features and the label ${done.label}, in ${done.file}`,
      );
    });
};

const requestedTask = (name: string, label: string | undefined, beside: string | undefined): Task => {
  try {
    const isOwn = beside !== undefined && taskNames(beside).includes(name);
    return isOwn ? loadTask(name, label, beside) : loadTask(name, label);
  } catch (error) {
    throw new WrongUsage(messageOf(error));
  }
};
