import { type Column, type Feed, headerKey } from "../../shared/contracts/feed.ts";
import { RejectedInput } from "../../shared/errors.ts";
import { type Dialect, RecordScanner } from "./record-scanner.ts";

/** Which cell of a record fills which column of the contract. */
export interface HeaderMap {
  readonly width: number;
  /** By column name; a column that the file lacks is not in it. */
  readonly cellOf: ReadonlyMap<string, number>;
  /** Cells of columns the contract does not name, kept as JSON in `_rescued`. */
  readonly extra: readonly { readonly header: string; readonly cell: number }[];
  readonly notes: readonly string[];
}

const delimiters = [",", ";", "\t", "|"];
const maxColumns = 1000;

/** The delimiter that makes most of the first line known to the contract; the contract's own, if it declares one. */
export const dialectOf = (feed: Feed, head: Uint8Array): Dialect => {
  const candidates = (feed.delimiter === undefined ? delimiters : [feed.delimiter]).map((delimiter) => ({
    delimiter,
    stripControls: feed.controlCharacters === "strip",
    trailer: feed.trailer,
  }));
  const known = knownKeys(feed);
  const score = (dialect: Dialect) =>
    firstRecord(dialect, head).filter((cell) => known.has(headerKey(cell))).length;
  const best = candidates.reduce((left, right) => (score(right) > score(left) ? right : left));
  return best;
};

const firstRecord = (dialect: Dialect, head: Uint8Array): readonly string[] => {
  const scanner = new RecordScanner(dialect);
  try {
    scanner.scan(head, 0);
    if (!scanner.header) scanner.end();
  } catch (error) {
    if (error instanceof RejectedInput) return []; // another delimiter may make sense of it
    throw error;
  }
  return scanner.header ?? [];
};

export const mapHeader = (feed: Feed, cells: readonly string[]): HeaderMap => {
  if (cells.length > maxColumns)
    throw new RejectedInput(`line 1: ${cells.length} columns; at most ${maxColumns} are read`);
  assertDistinct(cells);
  const byKey = new Map(cells.map((cell, index) => [headerKey(cell), index]));
  const cellOf = new Map<string, number>();
  for (const column of feed.columns) {
    const cell = cellFor(column, byKey);
    if (cell !== undefined) cellOf.set(column.name, cell);
  }
  if (cellOf.size === 0)
    throw new RejectedInput(
      `line 1: no column is known (${preview(cells)}); is the header line missing? ${expected(feed)}`,
    );
  const missing = feed.columns.filter(({ name, required }) => required && !cellOf.has(name));
  if (missing.length > 0) throw new RejectedInput(`line 1: ${missingText(missing)} ${preview(cells)}`);
  const used = new Set(cellOf.values());
  const extra = cells.flatMap((header, cell) => (used.has(cell) ? [] : [{ header, cell }]));
  if (extra.length > 0 && feed.newColumns === "reject")
    throw new RejectedInput(
      `line 1: the contract does not allow new columns: ${preview(extra.map((e) => e.header))}`,
    );
  return { width: cells.length, cellOf, extra, notes: notes(feed, cellOf, extra) };
};

const knownKeys = (feed: Feed): Set<string> =>
  new Set(feed.columns.flatMap((column) => [column.name, ...column.aliases].map(headerKey)));

/** The column's own name wins over its aliases, an earlier alias over a later one. */
const cellFor = (column: Column, byKey: ReadonlyMap<string, number>): number | undefined =>
  [column.name, ...column.aliases]
    .map((name) => byKey.get(headerKey(name)))
    .find((cell) => cell !== undefined);

const assertDistinct = (cells: readonly string[]): void => {
  const seen = new Set<string>();
  for (const cell of cells) {
    const key = headerKey(cell);
    if (seen.has(key) && key !== "")
      throw new RejectedInput(`line 1: two columns are headed "${cell.trim()}"`);
    seen.add(key);
  }
};

const preview = (cells: readonly string[]): string => {
  const shown = cells.slice(0, 12).map((cell) => cell.trim().slice(0, 40));
  return cells.length > 12 ? `${shown.join(", ")}, … (${cells.length})` : shown.join(", ");
};

const expected = (feed: Feed): string =>
  `Expected ${feed.columns
    .filter(({ required }) => required)
    .map(({ name }) => name)
    .join(", ")}`;

const missingText = (missing: readonly Column[]): string => {
  const named = missing.map(({ name, aliases }) =>
    aliases.length > 0 ? `no column "${name}" (nor ${aliases.join(", ")}).` : `no column "${name}".`,
  );
  return `${named.join(" ")} Add the file's name for it to the contract's aliases. The file has:`;
};

const notes = (feed: Feed, cellOf: ReadonlyMap<string, number>, extra: HeaderMap["extra"]): string[] => [
  ...feed.columns.filter(({ name }) => !cellOf.has(name)).map(({ name }) => `no column ${name}`),
  ...extra.map(({ header }) => `new column ${header.trim()} kept in _rescued`),
];
