import type { Command } from "commander";
import type {
  QuarantinedFile,
  QuarantineFilter,
  QuarantineList,
  Replayed,
} from "../../../functions/operations/quarantine/quarantine.ts";
import { counted, number, printable, shortened } from "../../../shared/words.ts";
import { isAccepted, isRefused, type LedgerEntry } from "../../../shared/work/ledger.ts";
import { contextOf, examples } from "../context.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { facts, right, table } from "../terminal/table.ts";
import { wholeNumber } from "../terminal/whole-number.ts";
import { withInstallation } from "../with-installation.ts";
import { withTables } from "../with-tables.ts";

const operations = () => import("../../../functions/operations/quarantine/quarantine.ts");

export const addQuarantine = (program: Command, exit: (code: number) => void): void => {
  const quarantine = program
    .command("quarantine")
    .description("look at rows and files that were not loaded, and try them again")
    .addHelpText("after", examples("quarantine list --rule duplicate", "quarantine replay"));
  addQuarantineList(quarantine);
  addQuarantineShow(quarantine);
  addQuarantineReplay(quarantine, exit);
};

const addQuarantineList = (quarantine: Command): void => {
  quarantine
    .command("list")
    .description("list the rows in quarantine, with file, line, value and rule")
    .option("--feed <feed>", "only rows of this feed")
    .option("--rule <rule>", "only rows that broke this rule, such as duplicate or type")
    .option("--file <name>", "only rows of this file")
    .option("--limit <n>", "how many rows to show; 0 for all", wholeNumber, 20)
    .addHelpText("after", examples("quarantine list --feed transactions --limit 0"))
    .action(async (filter: QuarantineFilter, command: Command) => {
      const context = contextOf(command);
      const { listQuarantine } = await operations();
      const found = await withTables(context, (platform) => listQuarantine(platform, filter));
      context.output.answer(found, () => listInWords(found));
    });
};

const listColumns = ["day", "feed", "rule", "file", ...right("line"), "column", "value", "message"];

/** The fields of a row, in the order of the columns. */
const fields = ["day", "feed", "rule", "file", "line", "column_name", "value", "message"];

const listInWords = ({ total, rows }: QuarantineList): string => {
  if (total === 0) return "Nothing is in quarantine.";
  const cells = rows.map((row) => fields.map((field) => shortened(String(row[field] ?? ""), 80)));
  const more = rows.length < total ? "; --limit 0 shows all" : "";
  return `${table(listColumns, cells)}\n\n${number(rows.length)} of ${counted(total, "row")}${more}`;
};

const addQuarantineShow = (quarantine: Command): void => {
  quarantine
    .command("show")
    .argument("<file>", "the file's name, as `quarantine list` and `status` show it")
    .description("show everything of one file that was not loaded, with the rows as they were read")
    .addHelpText("after", examples("quarantine show transactions/2024-10-06.csv"))
    .action(async (file: string, _: unknown, command: Command) => {
      const context = contextOf(command);
      const { showQuarantine } = await operations();
      const found = await withTables(context, (platform) => showQuarantine(platform, file));
      context.output.answer({ file, ...found }, () => fileInWords(file, found));
    });
};

const fileInWords = (file: string, { generations, rows }: QuarantinedFile): string => {
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

const addQuarantineReplay = (quarantine: Command, exit: (code: number) => void): void => {
  quarantine
    .command("replay")
    .argument("[file...]", "names of files (default: all that were rejected or have rows in quarantine)")
    .description("ingest files again, under the present contract")
    .addHelpText("after", examples("quarantine replay", "quarantine replay transactions/2024-10-06.csv"))
    .action(async (files: string[], _: unknown, command: Command) => {
      const context = contextOf(command);
      const { replayQuarantine } = await operations();
      const replayed = await withInstallation(context, (installation) =>
        replayQuarantine(installation, files),
      );
      context.output.answer(replayed, () => replayInWords(replayed));
      if (replayed.some(({ after }) => after === undefined || after.state === "STUCK")) exit(1);
    });
};

const replayColumns = ["file", "was", "is", ...right("rows", "quarantined"), "reason"];

const replayInWords = (replayed: readonly Replayed[]): string => {
  if (replayed.length === 0) return "No file was rejected or has rows in quarantine.";
  const changed = replayed.filter(hasChanged);
  const total = `${counted(replayed.length, "file")} read again, ${number(changed.length)} with a different outcome: ${rowTotal(replayed)}`;
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
  return `${table(replayColumns, rows)}\n\n${total}`;
};

const rowTotal = (replayed: readonly Replayed[]): string => {
  const rows = (when: "before" | "after", of: "rows" | "rejected") =>
    replayed.reduce((total, file) => total + rowsOf(file[when], of), 0);
  const [loaded, held] = [rows("after", "rows"), rows("after", "rejected")];
  return `${counted(loaded, "row")} loaded (before ${number(rows("before", "rows"))}), ${number(held)} quarantined (before ${number(rows("before", "rejected"))})`;
};

/** A refused file may hold counts, though none of its rows is in a table. */
const rowsOf = (entry: LedgerEntry | undefined, of: "rows" | "rejected"): number =>
  entry && isAccepted(entry.state) ? (entry[of] ?? 0) : 0;

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
