import { headerKey } from "../../../shared/contracts/header-key.ts";
import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { SampleText } from "./sample-text.ts";
import { type SampleRow, splitRows } from "./split-rows.ts";

/** Why a file is no table, and what to do about it. */
export const whyNoTable = ({ text }: Pick<SampleText, "text">): string => {
  const lines = text
    .slice(0, 20_000)
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  if (lines.length === 0) return "the file is empty";
  if (lines.length === 1) return "the file has one line only: a header needs rows below it";
  const [rows] = [",", ";", "\t", "|"]
    .map((delimiter) => [...splitRows(lines.join("\n"), delimiter)])
    .toSorted((left, right) => width(right) - width(left));
  const hasWords = rows?.some(({ cells }) => cells.some((cell) => /\p{L}/u.test(cell)));
  return hasWords
    ? `no header was found in the first lines ("${lines[0]?.slice(0, 60)}"): a line with the names of the columns must stand above the rows`
    : `the file holds numbers alone ("${lines[0]?.slice(0, 60)}"): put a line with the names of the columns above them`;
};

const width = (rows: readonly SampleRow[]): number => rows[0]?.cells.length ?? 0;

/** A second table below the first would be read as rows of the first. */
export const refuseSecondTable = (rows: readonly SampleRow[], header: readonly string[]): void => {
  const known = new Set(header.map(headerKey));
  const second = rows.find(({ cells }) => {
    const words = cells.filter((cell) => /^\p{L}/u.test(cell) && (meaningsOf(cell)[0]?.sureness ?? 0) > 0.9);
    return words.length >= 3 && words.filter((word) => !known.has(headerKey(word))).length >= 2;
  });
  if (second)
    throw new RejectedInput(
      `line ${second.line} looks like the header of a second table (${second.cells
        .filter((cell) => cell !== "")
        .slice(0, 6)
        .join(", ")}): save each table as a file or sheet of its own`,
    );
};

/** Of two columns of one header, nothing tells which is meant. */
export const refuseRepeated = (headers: readonly string[], taken: readonly string[]): void => {
  const keys = headers.map(headerKey);
  const twice = taken.find(
    (header) => keys.indexOf(headerKey(header)) !== keys.lastIndexOf(headerKey(header)),
  );
  if (twice !== undefined)
    throw new RejectedInput(
      `two columns are headed "${twice}": rename one of them, since nothing else tells which of them is meant`,
    );
};
