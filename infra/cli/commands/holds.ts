import type { Command } from "commander";
import { contextOf, examples } from "../context.ts";
import { withInstallation } from "../with-installation.ts";

/** `release` and `refuse`: a person decides about a file that a check of severity `hold` keeps back. */
export const addHolds = (program: Command): void => {
  addDecision(program, "release", "let a file in that was held back for a person", "released");
  addDecision(program, "refuse", "turn a file away that was held back for a person", "refused");
};

const addDecision = (
  program: Command,
  name: string,
  description: string,
  decision: "released" | "refused",
): void => {
  program
    .command(name)
    .argument("<file>", "the file's name, as `quality` and `status` show it")
    .description(description)
    .addHelpText("after", examples(`${name} transactions/2024-10-06.csv`))
    .action(async (file: string, _: unknown, command: Command) => {
      const context = contextOf(command);
      const { decideHold } = await import("../../../functions/operations/holds/decide.ts");
      const entry = await withInstallation(context, (installation) =>
        decideHold(installation, file, decision),
      );
      context.output.answer(
        entry ?? null,
        () => `${file}: ${decision}; it is ${entry?.state ?? "gone"} now.`,
      );
    });
};
