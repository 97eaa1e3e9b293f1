import type { Column, Feed } from "../../shared/contracts/feed.ts";
import { headerKey } from "../../shared/contracts/header-key.ts";
import { RejectedInput } from "../../shared/errors.ts";
import type { TypingPlan } from "../../shared/staging.ts";
import type { Dialect } from "./dialect.ts";
import { describeForeign, looksLikeHeader, preview, usualWords } from "./foreign-header.ts";
import type { Reading } from "./formats/as-text.ts";
import { RecordScanner } from "./record-scanner.ts";

/** Maps the cells of a record to the columns of the contract. */
export interface HeaderMap
  extends Pick<TypingPlan, "width" | "cellOf" | "timeCellOf" | "dayCellsOf" | "extra"> {
  readonly notes: readonly string[];
}

const delimiters = [",", ";", "\t", "|"];

/** Chooses the delimiter that makes the contract recognise most of the header, unless the contract declares one. */
export const detectDialect = (feed: Feed, head: Uint8Array): Dialect => {
  const dialectOf = (delimiter: string): Dialect => ({
    delimiter,
    stripControls: feed.controlCharacters === "strip",
    trailer: feed.trailer,
    skippedLines: feed.skipRows?.first ?? 0,
    totals: feed.skipRows?.where.map((word) => word.toLowerCase()) ?? [],
    trailingDelimiters: feed.trailingDelimiters,
    headerRows: feed.headerRows,
  });
  if (feed.delimiter !== undefined) return dialectOf(feed.delimiter);
  const known = knownKeys(feed);
  const split = delimiters.map(dialectOf).map((dialect) => ({ dialect, cells: firstRecord(dialect, head) }));
  const best = bestBy(split, (cells) => cells.filter((cell) => known.has(headerKey(cell))).length);
  // A header of another feed, or in another language, is still split as its writer split it.
  return (best ?? bestBy(split, usualWords))?.dialect ?? dialectOf(",");
};

interface Split {
  readonly dialect: Dialect;
  readonly cells: readonly string[];
}

/** The first of those with the highest score; undefined if all have none. */
const bestBy = (split: readonly Split[], score: (cells: readonly string[]) => number): Split | undefined => {
  const scored = split.map((one) => ({ one, score: score(one.cells) }));
  const highest = Math.max(...scored.map((each) => each.score));
  return highest === 0 ? undefined : scored.find((each) => each.score === highest)?.one;
};

/** How a file of the feed becomes text. */
export const readingOf = (feed: Feed): Reading => {
  const known = knownKeys(feed);
  return {
    encoding: feed.encoding,
    delimiter: feed.delimiter ?? ",",
    sheet: feed.sheet,
    knownHeaders: (cells) => cells.filter((cell) => known.has(headerKey(cell))).length,
  };
};

/** A scanner makes room for all that it is given, and most headers are short. */
const headerBytes = 4096;

const firstRecord = (dialect: Dialect, head: Uint8Array): readonly string[] => {
  const scanner = new RecordScanner(dialect);
  try {
    for (let at = 0; at < head.length && !scanner.header; )
      at = scanner.scan(head.subarray(0, at + headerBytes), at);
    if (!scanner.header) scanner.end();
  } catch (error) {
    if (error instanceof RejectedInput) return []; // another delimiter may fit
    throw error;
  } finally {
    scanner.release();
  }
  return scanner.header ?? [];
};

export interface HeaderLine {
  readonly cells: readonly string[];
  readonly line: number;
  readonly delimiter: string;
}

/** `feeds` are those that the file may be instead. */
export const mapHeader = (
  feed: Feed,
  { cells, line, delimiter }: HeaderLine,
  feeds: readonly Feed[] = [],
): HeaderMap => {
  const refuse = (what: string) => new RejectedInput(`line ${line}: ${what}`);
  const byKey = new Map(cells.map((cell, index) => [headerKey(cell), index] as const).toReversed());
  // The column's own name goes before its aliases, an earlier alias before a later one.
  const cellOf = cellsOf(feed.columns, byKey, headersOf);
  takeStandIns(feed, cellOf);
  const timeCellOf = cellsOf(feed.columns, byKey, ({ timeColumn = [] }) => timeColumn);
  const dayCellsOf = dayCells(feed.columns, byKey);
  // The message does not show the cells: without a header line they may be personal data.
  if (cellOf.size === 0 && !looksLikeHeader(cells))
    throw refuse(
      `none of the ${cells.length} columns is known; is the header line missing? ${expected(feed)}`,
    );
  const known = new Set([...cellOf.values(), ...timeCellOf.values(), ...[...dayCellsOf.values()].flat()]);
  const twice = repeatedHeader(cells, feed.repeatedHeaders === "rescue" ? known : undefined);
  if (twice !== undefined)
    throw refuse(
      `two columns are headed "${twice}": rename one of them, since nothing else tells which of them is meant`,
    );
  const missing = feed.columns.filter(
    ({ name, required, fileDate, absentIn }) =>
      required && !fileDate && !cellOf.has(name) && !(absentIn && cellOf.has(absentIn.column)),
  );
  if (missing.length > 0) throw refuse(describeForeign({ feed, cells, delimiter, missing, known, feeds }));
  const extra = extraColumns(cells, known);
  if (extra.length > 0 && feed.newColumns === "reject")
    throw refuse(`the contract does not allow new columns: ${preview(extra.map(({ header }) => header))}`);
  return { width: cells.length, cellOf, timeCellOf, dayCellsOf, extra, notes: notes(feed, cellOf, extra) };
};

/** Gives each extra column a unique name: `_rescued` is one JSON object, and several columns may lack a header. */
const extraColumns = (cells: readonly string[], used: ReadonlySet<number>): HeaderMap["extra"] => {
  const names = new Set<string>();
  return cells.flatMap((text, cell) => {
    if (used.has(cell)) return [];
    const header = text === "" || names.has(text) ? `${text} (column ${cell + 1})`.trim() : text;
    names.add(header);
    return [{ header, cell }];
  });
};

const knownKeys = (feed: Feed): Set<string> =>
  new Set(feed.columns.flatMap((column) => headersOf(column).map(headerKey)));

const headersOf = ({ name, aliases, onlyAliases }: Column): readonly string[] =>
  onlyAliases ? aliases : [name, ...aliases];

const cellsOf = (
  columns: readonly Column[],
  byKey: ReadonlyMap<string, number>,
  namesOf: (column: Column) => readonly string[],
): Map<string, number> =>
  new Map(
    columns.flatMap((column) => {
      const cells = namesOf(column).map((header) => byKey.get(headerKey(header)));
      const cell = cells.find((found) => found !== undefined);
      return cell === undefined ? [] : [[column.name, cell] as const];
    }),
  );

/** A file may also have the whole date in one column: then there is no month and no day to join. */
const dayCells = (
  columns: readonly Column[],
  byKey: ReadonlyMap<string, number>,
): Map<string, readonly number[]> =>
  new Map(
    columns.flatMap(({ name, dayColumns = [] }) => {
      const cells = dayColumns.flatMap((header) => byKey.get(headerKey(header)) ?? []);
      return cells.length === 2 ? [[name, cells] as const] : [];
    }),
  );

/** A header that stands twice: any, or only one that a column is read from. */
const repeatedHeader = (cells: readonly string[], read?: ReadonlySet<number>): string | undefined => {
  const keys = cells.map(headerKey);
  const isTwice = (key: string, index: number) => key !== "" && keys.lastIndexOf(key) > index;
  return cells.find((_, index) => (read?.has(index) ?? true) && isTwice(keys[index] ?? "", index));
};

const expected = (feed: Feed): string => {
  const required = feed.columns.filter((column) => column.required);
  return `Expected ${required.map(({ name }) => name).join(", ")}`;
};

const notes = (feed: Feed, cellOf: ReadonlyMap<string, number>, extra: HeaderMap["extra"]): string[] => [
  ...feed.columns
    .filter(({ name, isOfChanges }) => !isOfChanges && !cellOf.has(name))
    .map(({ name }) => `no column ${name}`),
  ...extra.map(({ header }) => `new column ${header} kept in _rescued`),
];

/** A column that the file lacks takes the cell of the one that stands in for it. */
const takeStandIns = (feed: Feed, cellOf: Map<string, number>): void => {
  for (const { name, orElse } of feed.columns) {
    const cell = cellOf.has(name) || orElse === undefined ? undefined : cellOf.get(orElse);
    if (cell !== undefined) cellOf.set(name, cell);
  }
};
