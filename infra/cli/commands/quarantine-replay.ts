import type { Command } from "commander";
import type { Replayed } from "../../../functions/operations/quarantine/quarantine.ts";
import { counted, number } from "../../../shared/words.ts";
import type { LedgerEntry } from "../../../shared/work/ledger.ts";
import { contextOf, examples } from "../context.ts";
import { table } from "../terminal/table.ts";
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

const columns = [
  { head: "file" },
  { head: "was" },
  { head: "is" },
  { head: "rows", right: true },
  { head: "quarantined", right: true },
  { head: "reason" },
];

const inWords = (replayed: readonly Replayed[]): string => {
  if (replayed.length === 0) return "No file was rejected or has rows in quarantine.";
  const changed = replayed.filter(hasChanged);
  const total = `${counted(replayed.length, "file")} read again, ${number(changed.length)} with a different outcome`;
  const shown = replayed.filter((each) => hasChanged(each) || isRefused(each.after));
  if (shown.length === 0) return total;
  const rows = shown.map(({ file, before, after }) => [
    file,
    before?.state ?? "-",
    after?.state ?? "-",
    change(before?.rows, after?.rows),
    change(before?.rejected, after?.rejected),
    isRefused(after) ? (after?.reason ?? "") : "",
  ]);
  return `${table(columns, rows)}\n\n${total}`;
};

const isRefused = (entry: LedgerEntry | undefined): boolean =>
  entry?.state === "REJECTED" || entry?.state === "STUCK";

/** The reason of an earlier attempt is not part of the outcome of an accepted file. */
const outcomeIn = (entry: LedgerEntry | undefined) => [
  entry?.state,
  entry?.rows,
  entry?.rejected,
  isRefused(entry) ? entry?.reason : undefined,
];

const hasChanged = ({ before, after }: Replayed): boolean =>
  JSON.stringify(outcomeIn(before)) !== JSON.stringify(outcomeIn(after));

const change = (before: number | undefined, after: number | undefined): string => {
  const text = (value: number | undefined) => (value === undefined ? "-" : number(value));
  return before === after ? text(after) : `${text(before)} → ${text(after)}`;
};
