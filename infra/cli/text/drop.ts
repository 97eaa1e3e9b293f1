import type { DropReport, FileOutcome, Outcome } from "../../../functions/operations/drop/drop-report.ts";
import { countBy } from "../../../shared/count-by.ts";
import { counted, number, shortened, tallied } from "../../../shared/words.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { facts, table } from "../terminal/table.ts";

/** A drop in words: the outcome of each file, where its rows are, how long it took. */
export const dropSummary = (report: DropReport): string =>
  paragraphs(
    facts([
      ["Files", filesLine(report.files)],
      ...(report.failure === undefined && report.rows.in > 0 ? rowLines(report.rows) : []),
      report.daysRebuilt !== undefined && ["Days", `${number(report.daysRebuilt)} rebuilt`],
      ["Time", `${report.seconds.toFixed(1)} s`],
    ]),
    listed(report.files, "rejected", "Rejected: none of their rows were loaded"),
    listed(report.files, "held", "Held back: they wait for `daybook release` or `refuse`"),
    listed(report.files, "failed", "Failed"),
    ...ignoredGroups(report.files),
    leftOut(report.files),
    report.failure !== undefined && `Stopped: ${report.failure}`,
  );

/** In this order; the outcomes of `always` are shown even if there are none. */
const names: Readonly<Record<Outcome, string>> = {
  accepted: "accepted",
  same: "same as before",
  superseded: "replaced meanwhile",
  rejected: "rejected",
  held: "held back",
  failed: "failed",
  ignored: "ignored",
};
const always: readonly string[] = ["accepted", "same", "rejected", "ignored"] satisfies Outcome[];

const filesLine = (files: readonly FileOutcome[]): string => {
  const counts = countBy(files, ({ outcome }) => outcome);
  return Object.entries(names)
    .filter(([outcome]) => outcome in counts || always.includes(outcome))
    .map(([outcome, name]) => `${number(counts[outcome] ?? 0)} ${name}`)
    .join(", ");
};

const rowLines = (rows: DropReport["rows"]): (readonly [string, string])[] => {
  const held = Object.values(rows.held).reduce((total, count) => total + count, 0);
  const balance = rows.addUp
    ? "the tables agree"
    : "THE TABLES DO NOT AGREE: this is a bug in Daybook, or another process changed these files meanwhile";
  return [
    [
      "Rows",
      `${number(rows.in)} in = ${number(rows.kept)} kept + ${number(rows.quarantined)} quarantined; ${balance}`,
    ],
    [
      "Sales",
      `${counted(rows.lines, "clean line")}, ${number(held)} held back${held > 0 ? ` (${tallied(rows.held)})` : ""}`,
    ],
  ];
};

const listed = (files: readonly FileOutcome[], outcome: Outcome, title: string): string | undefined => {
  const rows = withOutcome(files, outcome).map(({ name, reason = "", serving }) => [
    name,
    serving === undefined ? reason : `${reason} (generation ${serving} keeps serving)`,
  ]);
  return rows.length === 0 ? undefined : `${title}\n${table(["file", "reason"], rows)}`;
};

const ignoredGroups = (files: readonly FileOutcome[]): string[] => {
  const groups = Map.groupBy(withOutcome(files, "ignored"), ({ reason = "" }) => reason);
  return [...groups].map(
    ([reason, members]) =>
      `Ignored: ${counted(members.length, "file")}, ${reason}\n${shortened(members.map(({ name }) => name).join(", "), 100)}`,
  );
};

/** What the contracts take for no rows. */
const leftOut = (files: readonly FileOutcome[]): string | undefined => {
  const rows = files.flatMap(({ name, leftOut: notes = [] }) => notes.map((note) => [name, note]));
  const more = rows.length > 20 ? `\n… and ${counted(rows.length - 20, "more note")}` : "";
  return rows.length === 0
    ? undefined
    : `Left out, as the contract says (skipRows)\n${table(["file", "lines"], rows.slice(0, 20))}${more}`;
};

const withOutcome = (files: readonly FileOutcome[], outcome: Outcome) =>
  files.filter((file) => file.outcome === outcome);

/** A rejected file is not a failure unless the caller says so. */
export const exitCodeOf = ({ files, rows, failure }: DropReport, strict: boolean): number => {
  if (failure !== undefined || !rows.addUp || withOutcome(files, "failed").length > 0) return 1;
  return strict && withOutcome(files, "rejected").length > 0 ? 1 : 0;
};
