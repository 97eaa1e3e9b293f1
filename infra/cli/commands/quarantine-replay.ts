import type { Command } from "commander";
import { isRefused } from "../../../functions/operations/file-states.ts";
import type { Replayed } from "../../../functions/operations/quarantine/quarantine.ts";
import { counted, number } from "../../../shared/words.ts";
import type { LedgerEntry } from "../../../shared/work/ledger.ts";
import { contextOf, examples } from "../context.ts";
import { right, table } from "../terminal/table.ts";
import { withInstallation } from "../with-installation.ts";

export const addQuarantineReplay = (quarantine: Command, exit: (code: number) => void): void => {
  quarantine
    .command("replay")
    .argument("[file...]", "names of files (default: all that were rejected or have rows in quarantine)")
    .description("ingest files again, under the present contract")
    .addHelpText("after", examples("quarantine replay", "quarantine replay transactions/2024-10-06.csv"))
    .action(async (files: string[], _: unknown, command: Command) => {
      const context = contextOf(command);
      const { replayQuarantine } = await import("../../../functions/operations/quarantine/quarantine.ts");
      const replayed = await withInstallation(context, (installation) =>
        replayQuarantine(installation, files),
      );
      context.output.answer(replayed, () => inWords(replayed));
      if (replayed.some(({ after }) => after === undefined || after.state === "STUCK")) exit(1);
    });
};

const columns = ["file", "was", "is", ...right("rows", "quarantined"), "reason"];

const inWords = (replayed: readonly Replayed[]): string => {
  if (replayed.length === 0) return "No file was rejected or has rows in quarantine.";
  const changed = replayed.filter(hasChanged);
  const total = `${counted(replayed.length, "file")} read again, ${number(changed.length)} with a different outcome`;
  const shown = replayed.filter((each) => hasChanged(each) || refusal(each.after) !== undefined);
  if (shown.length === 0) return total;
  const rows = shown.map(({ file, before, after }) => [
    file,
    before?.state ?? "-",
    after?.state ?? "-",
    change(before?.rows, after?.rows),
    change(before?.rejected, after?.rejected),
    refusal(after) ?? "",
  ]);
  return `${table(columns, rows)}\n\n${total}`;
};

/** An accepted file may still hold the reason of an earlier attempt. */
const refusal = (entry: LedgerEntry | undefined): string | undefined =>
  entry && isRefused(entry.state) ? (entry.reason ?? "") : undefined;

const hasChanged = ({ before, after }: Replayed): boolean =>
  before?.state !== after?.state ||
  before?.rows !== after?.rows ||
  before?.rejected !== after?.rejected ||
  refusal(before) !== refusal(after);

const change = (before: number | undefined, after: number | undefined): string => {
  const text = (value: number | undefined) => (value === undefined ? "-" : number(value));
  return before === after ? text(after) : `${text(before)} → ${text(after)}`;
};
