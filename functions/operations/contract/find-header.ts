import { headerKey } from "../../../shared/contracts/header-key.ts";
import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import { joinedHeader } from "../../1-ingest/header-rows.ts";
import type { SampleRow } from "./split-rows.ts";

/** The row of the headers, which an upper row may complete. */
export interface FoundHeader {
  /** The number of the (lower) row among those that are not blank. */
  readonly at: number;
  readonly upper: boolean;
  readonly cells: readonly string[];
  readonly score: number;
}

/** A header stands near the top: above it are titles, an address, a period. */
const farthestHeader = 25;
/** A lower row of headers has words of its own: a row of data has not. */
const leastLower = 25;

/** The row whose words are best understood as headers of the rows below it. */
export const findHeader = (rows: readonly SampleRow[]): FoundHeader | undefined => {
  const found = rows.slice(0, farthestHeader).flatMap(({ cells }, at) => {
    const below = rows.slice(at + 1, at + 50);
    const single = { at, upper: false, cells, score: headerScore(cells, below) };
    const above = rows[at - 1];
    if (!above || single.score < leastLower || !canBeUpper(above.cells, cells)) return [single];
    const joined = joinedHeader(above.cells, cells);
    return [single, { at, upper: true, cells: joined, score: headerScore(joined, below) - 5 }];
  });
  // A tie goes to the earlier row: later ones may be a header that is repeated.
  const [best] = found
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score || left.at - right.at);
  return best;
};

/** An upper row names what several columns are of, or one of them: words, over rows of the same width. */
const canBeUpper = (upper: readonly string[], lower: readonly string[]): boolean => {
  const words = upper.filter((cell) => /\p{L}/u.test(cell));
  const filled = upper.filter((cell) => cell !== "");
  return upper.length === lower.length && words.length >= 2 && words.length === filled.length;
};

/** Known words count most, each meaning once. Then: cells that are words, over rows of the same width. */
const headerScore = (cells: readonly string[], below: readonly SampleRow[]): number => {
  const filled = cells.filter((cell) => cell !== "");
  if (filled.length < 2 || below.length === 0) return 0;
  const named = filled.filter((cell) => /\p{L}/u.test(cell) && cell.length < 100);
  const distinct = new Set(named.map(headerKey)).size;
  if (named.length < 0.6 * filled.length || distinct < 0.5 * named.length) return 0;
  const known = named.filter((cell) => meaningsOf(cell).length > 0);
  const meanings = new Set(known.map((cell) => meaningsOf(cell)[0]?.meaning)).size;
  const sameWidth = below.filter((row) => fitsWidth(row, cells.length)).length / below.length;
  if (sameWidth < 0.5) return 0;
  return (
    8 * meanings +
    2 * known.length +
    2 * sameWidth +
    Math.min(cells.length, 30) / 100 -
    3 * (named.length - distinct)
  );
};

/** Some programs end each row in a delimiter, but not the header. */
export const fitsWidth = ({ cells }: SampleRow, width: number): boolean =>
  cells.length === width || (cells.length > width && cells.slice(width).every((cell) => cell === ""));
