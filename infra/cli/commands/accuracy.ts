import type { Command } from "commander";
import { contextOf, examples } from "../context.ts";
import { day } from "../terminal/day.ts";
import { withInstallation } from "../with-installation.ts";

export const addAccuracy = (program: Command): void => {
  program
    .command("accuracy")
    .description("compare predictions with actual sales, and report drift")
    .option("--since <yyyy-mm-dd>", "predictions made on or after this day (default: the last 120 days)", day)
    .addHelpText("after", examples("accuracy", "--json accuracy --since 2024-01-01"))
    .action(async ({ since }: { since?: string }, command: Command) => {
      const context = contextOf(command);
      const { measureAccuracy } = await import("../../../functions/operations/accuracy/accuracy.ts");
      const { accuracyText } = await import("../text/accuracy.ts");
      const accuracy = await withInstallation(context, ({ platform }) => measureAccuracy(platform, since));
      context.output.answer(accuracy, () => accuracyText(accuracy));
    });
};
