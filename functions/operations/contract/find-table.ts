import { headerKey } from "../../../shared/contracts/header-key.ts";
import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import { closingWords } from "../../../shared/contracts/header-words.ts";
import { beginsWithWord } from "../../1-ingest/totals.ts";
import type { SampleText } from "./sample-text.ts";
import { type SampleRow, splitRows } from "./split-rows.ts";

/** The table in a file: where it begins and ends, and how it is split. */
export interface Table {
  readonly delimiter: string;
  /** Lines before the header. */
  readonly linesBefore: number;
  readonly headers: readonly string[];
  readonly rows: readonly SampleRow[];
  /** Lines below the rows, and between them, that are no rows, by their first cell with text. */
  readonly closing: readonly { readonly line: number; readonly text: string }[];
}

const delimiters = [",", ";", "\t", "|"];
/** A header stands near the top: above it are titles, an address, a period. */
const farthestHeader = 25;

/** The reading in which the header is best understood; undefined if there is no table. */
export const findTable = ({ text, isWhole }: SampleText): Table | undefined => {
  const readings = delimiters.flatMap((delimiter) => {
    const rows = [...splitRows(text, delimiter)];
    const header = findHeader(rows);
    return header === undefined ? [] : [{ delimiter, rows, ...header }];
  });
  const [best] = readings.sort((left, right) => right.score - left.score);
  if (!best) return undefined;
  const headers = best.rows[best.at]?.cells ?? [];
  const below = best.rows.slice(best.at + 1);
  const closing = isWhole ? closingLines(below, headers.length) : [];
  const body = below.slice(0, below.length - closing.length);
  return {
    delimiter: best.delimiter,
    linesBefore: (best.rows[best.at]?.line ?? 1) - 1,
    headers,
    rows: body.filter(
      (row) => row.cells.length === headers.length && !isBetween(row, headers, filledCells(body[0])),
    ),
    closing: [
      ...body
        .filter((row) => isBetween(row, headers, filledCells(body[0])))
        .map(({ line, cells }) => ({ line, text: cells.find((cell) => cell !== "") ?? "" })),
      ...closing,
    ],
  };
};

const findHeader = (rows: readonly SampleRow[]): { at: number; score: number } | undefined => {
  const scored = rows.slice(0, farthestHeader).flatMap(({ cells }, at) => {
    const score = headerScore(cells, rows.slice(at + 1, at + 50));
    return score > 0 ? [{ at, score }] : [];
  });
  // A tie goes to the earlier row: later ones may be a header that is repeated.
  return scored.sort((left, right) => right.score - left.score || left.at - right.at)[0];
};

/** Known words count most. Then: cells that are words, each once, over rows of the same width. */
const headerScore = (cells: readonly string[], below: readonly SampleRow[]): number => {
  if (cells.length < 2 || below.length === 0) return 0;
  const named = cells.filter((cell) => /\p{L}/u.test(cell));
  const isHeader = named.length >= 0.6 * cells.length && new Set(named.map(headerKey)).size === named.length;
  if (!isHeader) return 0;
  const known = named.filter((cell) => meaningsOf(cell).length > 0).length;
  const sameWidth = below.filter((row) => row.cells.length === cells.length).length / below.length;
  return sameWidth < 0.5 ? 0 : 10 * known + 2 * sameWidth + Math.min(cells.length, 30) / 100;
};

/** From the end upwards: lines of another width, lines of totals, and lines with hardly a cell filled. */
const closingLines = (rows: readonly SampleRow[], width: number): Table["closing"] => {
  const usual = filledCells(rows[Math.floor(rows.length / 2)]);
  const found: { line: number; text: string }[] = [];
  for (const row of rows.toReversed().slice(0, 20)) {
    const text = row.cells.find((cell) => cell !== "") ?? "";
    const isClosing =
      row.cells.length !== width ||
      beginsWithWord(text, closingWords) ||
      filledCells(row) <= Math.min(2, usual / 2);
    if (!isClosing) break;
    found.unshift({ line: row.line, text });
  }
  return found.length === rows.length ? [] : found;
};

/** A header that is repeated, or a subtotal, between the rows of an export that was put together from several. */
const isBetween = ({ cells }: SampleRow, headers: readonly string[], usual: number): boolean => {
  const [first] = cells.filter((cell) => cell !== "");
  if (first === undefined) return false;
  if (cells.every((cell, index) => headerKey(cell) === headerKey(headers[index] ?? ""))) return true;
  const filled = cells.filter((cell) => cell !== "").length;
  return beginsWithWord(first, closingWords) && filled < usual;
};

const filledCells = (row: SampleRow | undefined): number =>
  row?.cells.filter((cell) => cell !== "").length ?? 0;
