import type { Command } from "commander";
import type { StatusTables } from "../../../functions/operations/status/tables.ts";
import type { Platform } from "../../../shared/platform.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { withPlatform } from "../with-installation.ts";
import { withTables } from "../with-tables.ts";

export const addStatus = (program: Command): void => {
  program
    .command("status")
    .description("show what has arrived, what waits, what was rejected, and what the tables show instead")
    .addHelpText("after", examples("status", "status --json"))
    .action(async (_: unknown, command: Command) => {
      const context = contextOf(command);
      const { readStatus } = await import("../../../functions/operations/status/status-report.ts");
      const { readTables } = await import("../../../functions/operations/status/tables.ts");
      const { statusText } = await import("../text/status.ts");
      const read = async (platform: Platform) => {
        const report = await readStatus(platform);
        return { report, tables: await readTables(platform.warehouse) };
      };
      const { report, tables } = await withTables(context, read).catch((error: unknown) =>
        withoutTables(context, error),
      );
      context.output.answer({ ...report, ...tables }, () => statusText(report, tables));
    });
};

/** What became of the files is known without the tables, which another process may have open for minutes. */
const withoutTables = async ({ env, output }: Context, error: unknown) => {
  if (!(error instanceof Error) || error.name !== "WarehouseBusy") throw error;
  output.note(`${error.message}. The figures of quarantine and sales are left out meanwhile.`);
  const { readStatus } = await import("../../../functions/operations/status/status-report.ts");
  const tables: StatusTables = { quarantine: [], sample: [], sales: [] };
  return { report: await withPlatform(env, readStatus), tables };
};
