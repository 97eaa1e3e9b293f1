import type { Command } from "commander";
import { contextOf, examples } from "../context.ts";
import { assertHome, withHome } from "../with-home.ts";

export const addStatus = (program: Command): void => {
  program
    .command("status")
    .description("what has come, what waits, what was rejected and what the tables show instead")
    .addHelpText("after", examples("status", "status --json"))
    .action(async (_: unknown, command: Command) => {
      const { env, output } = contextOf(command);
      assertHome(env);
      const { readStatus } = await import("../../../functions/operations/status/report.ts");
      const { readTables } = await import("../../../functions/operations/status/tables.ts");
      const { statusText } = await import("../text/status.ts");
      await withHome(env, {}, async ({ platform }) => {
        const report = await readStatus(platform);
        const tables = await readTables(platform.warehouse);
        output.answer({ ...report, ...tables }, () => statusText(report, tables));
      });
    });
};
