import { headerKey } from "../../../shared/contracts/header-key.ts";
import { closingWords } from "../../../shared/contracts/header-words.ts";
import { beginsWithWord } from "../../1-ingest/totals.ts";
import { findHeader, fitsWidth } from "./find-header.ts";
import type { SampleText } from "./sample-text.ts";
import { type SampleRow, splitRows } from "./split-rows.ts";
import { refuseSecondTable } from "./why-no-table.ts";

/** The table in a file: where it begins and ends, and how it is split. */
export interface Table {
  readonly delimiter: string;
  /** Lines before the header. */
  readonly linesBefore: number;
  readonly headers: readonly string[];
  /** 2 if the header has an upper row of words, which the headers are joined with. */
  readonly headerRows: 1 | 2;
  /** Rows end in delimiters that the header lacks. */
  readonly trails: boolean;
  readonly rows: readonly SampleRow[];
  /** Lines below the rows, and between them, that are no rows, by their first cell with text. */
  readonly closing: readonly { readonly line: number; readonly text: string }[];
}

const delimiters = [",", ";", "\t", "|"];
/** So much of a file tells how it is split. */
const topCharacters = 100_000;

/** The reading in which the header is best understood; undefined if there is no table. */
export const findTable = (sample: Pick<SampleText, "text">): Table | undefined => {
  const top = sample.text.slice(0, topCharacters);
  const [best] = delimiters
    .flatMap((delimiter) => {
      const header = findHeader([...splitRows(top, delimiter)]);
      return header ? [{ delimiter, header }] : [];
    })
    .sort((left, right) => right.header.score - left.header.score);
  if (!best) return undefined;
  const { at, upper, cells } = best.header;
  const rows = [...splitRows(sample.text, best.delimiter)];
  const first = rows[upper ? at - 1 : at];
  refuseSecondTable(rows.slice(at + 1), cells);
  return {
    delimiter: best.delimiter,
    linesBefore: (first?.line ?? 1) - 1,
    headers: cells,
    headerRows: upper ? 2 : 1,
    ...rowsOf(rows.slice(at + 1), rows[at]?.cells ?? []),
  };
};

const rowsOf = (below: readonly SampleRow[], header: readonly string[]) => {
  const width = header.length;
  const closing = closingLines(below, width);
  const body = below.slice(0, below.length - closing.length);
  const usual = filledCells(body[0]);
  const between = body.filter((row) => isBetween(row, header, usual));
  const aside = new Set(between);
  return {
    trails: body.some((row) => row.cells.length > width && fitsWidth(row, width)),
    rows: body
      .filter((row) => fitsWidth(row, width) && !aside.has(row))
      .map(({ line, cells }) => ({ line, cells: cells.slice(0, width) })),
    closing: [...between.map(({ line, cells }) => ({ line, text: firstText(cells) })), ...closing],
  };
};

const firstText = (cells: readonly string[]): string => cells.find((cell) => cell !== "") ?? "";

/** From the end upwards: lines of another width, lines of totals, and lines with hardly a cell filled. */
const closingLines = (rows: readonly SampleRow[], width: number): Table["closing"] => {
  const usual = filledCells(rows[Math.floor(rows.length / 2)]);
  const found: { line: number; text: string }[] = [];
  for (const row of rows.toReversed().slice(0, 20)) {
    const text = firstText(row.cells);
    const isClosing =
      !fitsWidth(row, width) ||
      beginsWithWord(text, closingWords) ||
      filledCells(row) <= Math.min(2, usual / 2);
    if (!isClosing) break;
    found.unshift({ line: row.line, text });
  }
  return found.length === rows.length ? [] : found;
};

/**
 * A header that is repeated, a subtotal, or the number of a page, between the rows of an export that was put together from
 * several.
 */
const isBetween = ({ cells }: SampleRow, header: readonly string[], usual: number): boolean => {
  const text = firstText(cells);
  if (text === "") return false;
  if (header.every((head, index) => headerKey(cells[index] ?? "") === headerKey(head))) return true;
  const filled = cells.filter((cell) => cell !== "").length;
  if (filled === 1 && cells.length < header.length) return true;
  return beginsWithWord(text, closingWords) && filled < usual;
};

const filledCells = (row: SampleRow | undefined): number =>
  row?.cells.filter((cell) => cell !== "").length ?? 0;
