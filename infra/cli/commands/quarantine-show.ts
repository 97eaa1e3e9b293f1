import type { Command } from "commander";
import type { QuarantinedFile } from "../../../functions/operations/quarantine/quarantine.ts";
import { counted, printable } from "../../../shared/words.ts";
import { isAccepted, type LedgerEntry } from "../../../shared/work/ledger.ts";
import { contextOf, examples } from "../context.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { facts, table } from "../terminal/table.ts";
import { withInstallation } from "../with-installation.ts";

export const addQuarantineShow = (quarantine: Command): void => {
  quarantine
    .command("show")
    .argument("<file>", "the file's name, as `quarantine list` and `status` show it")
    .description("show everything of one file that was not loaded, with the rows as they were read")
    .addHelpText("after", examples("quarantine show transactions/2024-10-06.csv"))
    .action(async (file: string, _: unknown, command: Command) => {
      const context = contextOf(command);
      const { showQuarantine } = await import("../../../functions/operations/quarantine/quarantine.ts");
      const found = await withInstallation(context, ({ platform }) => showQuarantine(platform, file));
      context.output.answer({ file, ...found }, () => inWords(file, found));
    });
};

const inWords = (file: string, { generations, rows }: QuarantinedFile): string => {
  const history = table(
    ["generation", "state", "reason"],
    generations.map((entry) => [entry.generation, entry.state, shownReason(entry)]),
  );
  const held = rows.map((row) =>
    facts(
      [
        ["line", row["line"]],
        ["rule", row["rule"]],
        ["column", row["column_name"]],
        ["value", row["value"]],
        ["message", row["reasons"]],
        ["record", row["record"]],
      ].map(([name, value]) => [String(name), value === null ? "-" : printable(String(value))] as const),
    ),
  );
  const title =
    rows.length === 0 ? "None of its rows is in quarantine." : `${counted(rows.length, "row")} in quarantine`;
  return paragraphs(printable(file), history, title, ...held);
};

/** An accepted entry may still hold the reason of an earlier attempt. */
const shownReason = ({ state, reason = "", serving }: LedgerEntry): string => {
  if (isAccepted(state)) return "";
  return serving === undefined ? reason : `${reason}; generation ${serving} keeps serving`;
};
