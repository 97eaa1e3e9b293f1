import { allRaw, cellOf, type Tables, type Version } from "./world/tables.ts";
import type { StagedRow } from "./world/typer.ts";

interface Told {
  readonly key: string;
  /** Undefined where the row is gone. */
  readonly holds: StagedRow | undefined;
  readonly from: StagedRow;
  readonly position: string;
}

/**
 * What a source holds whose log these rows tell of, played from its beginning: rows that hold no more are marked, and
 * every version is written down. A key that no change tells of keeps all its plain rows.
 */
export const replay = (tables: Tables): void => {
  const table = tables.raw.get("raw.transactions");
  if (!table) return;
  const log = allRaw(tables, "raw.transactions").flatMap(tellings).sort(inLog);
  const changed = new Set(log.filter(({ from }) => isChange(from)).map(({ key }) => key));
  const source = new Map<string, StagedRow>();
  const versions = new Map<string, Map<string, Told>>();
  for (const told of log.filter(({ key }) => changed.has(key))) {
    if (told.holds) source.set(told.key, told.holds);
    else source.delete(told.key);
    const own = versions.get(told.key) ?? new Map<string, Told>();
    // The last of those with one position stands in its place.
    versions.set(told.key, own.set(told.position, told));
  }
  const holding = new Set(source.values());
  for (const [date, rows] of table)
    table.set(
      date,
      rows.map((row) =>
        changed.has(cellOf(row, "invoice_no")) && !holding.has(row)
          ? { ...row, isEnded: true as const }
          : row,
      ),
    );
  for (const [key, own] of versions) tables.history.set(key, dated([...own.values()]));
};

const isChange = (row: StagedRow): boolean => cellOf(row, "operation") + cellOf(row, "log_position") !== "";

const tellings = (row: StagedRow): Told[] => {
  const [operation, key] = [cellOf(row, "operation"), cellOf(row, "invoice_no")];
  const [previous, position] = [cellOf(row, "previous_invoice_no"), cellOf(row, "log_position")];
  const isGone = ["D", "UPDATE-DELETE"].includes(operation);
  const own = { key, holds: isGone ? undefined : row, from: row, position };
  const left = { key: previous, holds: undefined, from: row, position };
  return previous === "" || previous === key || isGone ? [own] : [left, own];
};

/** A snapshot is before the log. Of one position, the row before an update comes first. */
const inLog = (left: Told, right: Told): number => {
  const [one, other] = [left, right].map(({ from, position }) => [
    position,
    cellOf(from, "operation") === "UPDATE-DELETE" ? "0" : "1",
    from.fileDate,
    from.object,
  ]);
  for (const [index, text] of one?.entries() ?? []) {
    const against = other?.[index] ?? "";
    if (text !== against) return text < against ? -1 : 1;
  }
  return left.from.row - right.from.row;
};

/** By the clock of the files, which jumps: a version never begins before the one that it follows. */
const dated = (versions: readonly Told[]): Version[] => {
  let clock = "";
  const begun = versions.map((told) => {
    if (told.from.fileDate > clock) clock = told.from.fileDate;
    return { told, from: clock };
  });
  return begun.map(({ told, from }, index) => {
    const { feed, isEnded, ...row } = told.from;
    return { position: told.position, isDeleted: !told.holds, row, from, to: begun[index + 1]?.from ?? "" };
  });
};
