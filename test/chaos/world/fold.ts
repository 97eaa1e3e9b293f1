import type { Params } from "../../../shared/ports.ts";
import { listOf } from "./affected.ts";
import { allRaw, cellOf, type Tables, type Version } from "./tables.ts";
import type { StagedRow } from "./typer.ts";

const table = "raw.transactions";

/** What a row says about a key: its own, or the one that it moved away from. */
interface Event {
  readonly key: string;
  readonly row: StagedRow;
  readonly isOwn: boolean;
  readonly isDeleted: boolean;
  readonly isBefore: boolean;
  readonly position: string;
}

/** Text that sorts as the newest change does: by what the source's log says, or, with a bug, by when a file arrived. */
export type ByNewest = (event: Event) => string;

export const byPosition: ByNewest = ({ position }) => position;

/** anyChange: whether these files tell of changes, or any did before. */
export const anyChange = (tables: Tables, params: Params): boolean =>
  tables.history.size > 0 || rowsIn(tables, params).some(isTold);

/** filesOfTouched: the files and days of rows of the touched keys, now or before. */
export const filesOfTouched = (
  tables: Tables,
  params: Params,
): { file_date: string; day: string | null }[] => {
  const touched = touchedKeys(tables, params);
  const rows = [
    ...allRaw(tables, table).filter((row) => touched.has(keyOf(row))),
    ...[...touched].flatMap((key) => tables.history.get(key) ?? []).map((version) => version.row),
  ];
  return rows.map((row) => ({
    file_date: row.fileDate,
    day: (row.cells["invoice_date"] ?? "").slice(0, 10) || null,
  }));
};

/** markEnded: which rows of raw hold. */
export const markEnded = (tables: Tables, params: Params, newest: ByNewest): void => {
  const verdicts = new Map<StagedRow, boolean>();
  for (const events of eventsOfTouched(tables, params, newest).values()) {
    const anyTold = events.some(({ row }) => isTold(row));
    for (const [place, { row, isOwn, isDeleted }] of events.entries())
      if (isOwn) verdicts.set(row, anyTold && (place > 0 || isDeleted));
  }
  const marked = (row: StagedRow): StagedRow => {
    const { isEnded: _, ...free } = row;
    const verdict = verdicts.get(row);
    return verdict === undefined ? row : { ...free, ...(verdict && { isEnded: true }) };
  };
  for (const [date, rows] of tables.raw.get(table) ?? []) tables.raw.get(table)?.set(date, rows.map(marked));
};

/** rewriteHistory: the versions of the touched keys. */
export const rewriteHistory = (tables: Tables, params: Params, newest: ByNewest): void => {
  const touched = touchedKeys(tables, params);
  const events = eventsOfTouched(tables, params, newest);
  for (const key of touched) tables.history.delete(key);
  for (const [key, of] of events)
    if (of.some(({ row }) => isTold(row))) tables.history.set(key, versionsOf(of));
};

/** Of events with one position the newest counts. They come newest first, and the versions are in the order of the log. */
const versionsOf = (events: readonly Event[]): Version[] => {
  const once = [...Map.groupBy(events, ({ position }) => position).values()].flatMap(
    ([first]) => first ?? [],
  );
  const inOrder = once.toSorted((left, right) => (left.position < right.position ? -1 : 1));
  return inOrder.map(({ row, position, isDeleted }, index) => {
    const { isEnded: _, feed: __, ...named } = row;
    const begins = (until: number) =>
      inOrder
        .slice(0, until + 1)
        .map(({ row: { fileDate } }) => fileDate)
        .sort()
        .at(-1) ?? "";
    return {
      position,
      isDeleted,
      row: named,
      from: begins(index),
      to: inOrder[index + 1] ? begins(index + 1) : "",
    };
  });
};

const eventsOfTouched = (tables: Tables, params: Params, newest: ByNewest): Map<string, Event[]> => {
  const touched = touchedKeys(tables, params);
  const events = allRaw(tables, table)
    .flatMap(eventsIn)
    .filter(({ key }) => touched.has(key));
  const order = (event: Event) =>
    [
      newest(event).padStart(20, "0"),
      event.isBefore ? 0 : 1,
      event.row.fileDate,
      event.row.object,
      String(event.row.row).padStart(6, "0"),
      event.isOwn ? 1 : 0,
    ].join(" ");
  const sorted = events.toSorted((left, right) => (order(left) < order(right) ? 1 : -1));
  return Map.groupBy(sorted, ({ key }) => key);
};

const eventsIn = (row: StagedRow): Event[] => {
  const operation = cellOf(row, "operation");
  const [isBefore, ends] = [
    operation === "UPDATE-DELETE",
    operation === "D" || operation === "UPDATE-DELETE",
  ];
  const event = { row, isBefore, position: cellOf(row, "log_position") };
  const [key, previous] = [keyOf(row), cellOf(row, "previous_invoice_no")];
  const moved = { ...event, key: previous, isOwn: false, isDeleted: true, isBefore: false };
  const own = { ...event, key, isOwn: true, isDeleted: ends };
  return previous !== "" && previous !== key && !ends ? [own, moved] : [own];
};

const touchedKeys = (tables: Tables, params: Params): Set<string> => {
  const inFiles = isInFiles(params);
  const touched = new Set<string>();
  for (const row of rowsIn(tables, params)) {
    if (isTold(row) || tables.history.has(keyOf(row))) touched.add(keyOf(row));
    const previous = cellOf(row, "previous_invoice_no");
    if (previous !== "") touched.add(previous);
  }
  for (const [key, versions] of tables.history)
    if (versions.some(({ row }) => inFiles(row))) touched.add(key);
  for (const row of allRaw(tables, table)) {
    const versions = tables.history.get(keyOf(row));
    const holds =
      versions?.some((version) => version.to === "" && !version.isDeleted && isSame(version.row, row)) ??
      true;
    if (holds === Boolean(row.isEnded)) touched.add(keyOf(row));
  }
  return touched;
};

const isSame = (one: Version["row"], other: StagedRow): boolean =>
  one.object === other.object && one.row === other.row;

const isInFiles = (params: Params) => {
  const [all, dates] = [params["all_files"]?.value === true, listOf(params, "file_dates")];
  return ({ fileDate }: Pick<StagedRow, "fileDate">): boolean => all || dates.includes(fileDate);
};

const rowsIn = (tables: Tables, params: Params): StagedRow[] =>
  allRaw(tables, table).filter(isInFiles(params));

const isTold = (row: StagedRow): boolean =>
  cellOf(row, "operation") !== "" || cellOf(row, "log_position") !== "";

const keyOf = (row: StagedRow): string => cellOf(row, "invoice_no");
