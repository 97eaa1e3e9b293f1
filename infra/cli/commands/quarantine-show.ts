import type { Command } from "commander";
import type { QuarantinedFile } from "../../../functions/operations/quarantine/quarantine.ts";
import { counted, printable } from "../../../shared/words.ts";
import { isAccepted, type LedgerEntry } from "../../../shared/work/ledger.ts";
import { contextOf, examples } from "../context.ts";
import { facts, table } from "../terminal/table.ts";
import { assertHome, withHome } from "../with-home.ts";

export const addQuarantineShow = (quarantine: Command): void => {
  quarantine
    .command("show")
    .argument("<file>", "the file's name, as `quarantine list` and `status` show it")
    .description("all that did not enter from one file, with the rows as they were read")
    .addHelpText("after", examples("quarantine show transactions/2024-10-06.csv"))
    .action(async (file: string, _: unknown, command: Command) => {
      const { env, output } = contextOf(command);
      assertHome(env);
      const { showQuarantine } = await import("../../../functions/operations/quarantine/quarantine.ts");
      const found = await withHome(env, {}, ({ platform }) => showQuarantine(platform, file));
      output.answer({ file, ...found }, () => inWords(file, found));
    });
};

const inWords = (file: string, { generations, rows }: QuarantinedFile): string => {
  const history = table(
    [{ head: "generation" }, { head: "state" }, { head: "reason" }],
    generations.map((entry) => [entry.generation, entry.state, reasonOf(entry)]),
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
    rows.length === 0 ? "No row of it is in quarantine." : `${counted(rows.length, "row")} in quarantine`;
  return [printable(file), history, title, ...held].join("\n\n");
};

/** An entry that went on keeps the words of an earlier stop. */
const reasonOf = ({ state, reason = "", serving }: LedgerEntry): string => {
  if (isAccepted(state)) return "";
  return serving === undefined ? reason : `${reason}; generation ${serving} keeps serving`;
};
