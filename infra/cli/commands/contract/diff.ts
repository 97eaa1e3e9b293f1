import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { assertFile } from "../../assert-file.ts";
import { contextOf, examples } from "../../context.ts";
import { table } from "../../terminal/table.ts";

export const addDiff = (contract: Command, exit: (code: number) => void): void => {
  contract
    .command("diff")
    .argument("<old>", "a contract's YAML")
    .argument("<new>", "the YAML that is to replace it")
    .description("tell what changes between two contracts, and what breaks; exits with 1 if something does")
    .addHelpText("after", examples("contract diff old/transactions.yaml new/transactions.yaml"))
    .action(async (before: string, after: string, _: unknown, command: Command) => {
      const { output } = contextOf(command);
      for (const path of [before, after]) assertFile(path);
      const { parseContract } = await import("../../../../shared/contracts/load-feeds.ts");
      const { diffContracts } = await import("../../../../functions/operations/contract/diff-contracts.ts");
      const [old, now] = [before, after].map((path) => parseContract(readFileSync(path, "utf8"), path));
      if (!old || !now) return;
      const differences = diffContracts(old, now);
      output.answer(differences, () =>
        differences.length === 0
          ? "Both read the same files in the same way."
          : table(
              ["", "difference"],
              differences.map(({ grade, what }) => [grade, what]),
            ),
      );
      exit(differences.some(({ grade }) => grade === "breaking") ? 1 : 0);
    });
};
