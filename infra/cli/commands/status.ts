import type { Command } from "commander";
import { contextOf, examples } from "../context.ts";
import { withInstallation } from "../with-installation.ts";

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
      await withInstallation(context, async ({ platform }) => {
        const report = await readStatus(platform);
        const tables = await readTables(platform.warehouse);
        context.output.answer({ ...report, ...tables }, () => statusText(report, tables));
      });
    });
};
