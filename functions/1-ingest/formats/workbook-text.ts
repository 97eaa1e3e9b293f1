import { RejectedInput } from "../../../shared/errors.ts";
import { joinedHeader } from "../header-rows.ts";
import { csvLine } from "./csv-text.ts";
import { type SheetRow, sheetRows } from "./sheet-rows.ts";
import { readWorkbook } from "./workbook.ts";
import type { ArchiveMember } from "./zip-archive.ts";

/** How to read a workbook: the sheet by its name, or the one whose header is best known. */
export interface SheetChoice {
  readonly sheet?: string | undefined;
  readonly delimiter: string;
  /** How many of the cells are headers that the feed knows. */
  knownHeaders(cells: readonly string[]): number;
}

/** The lines of a sheet as text. A line has the number of its row: rows that the file leaves out are blank lines. */
export async function* workbookLines(
  members: readonly ArchiveMember[],
  choice: SheetChoice,
): AsyncIterable<string> {
  const workbook = await readWorkbook(members);
  const { sheets } = workbook;
  const named = sheets.filter(({ name }) => choice.sheet === undefined || name === choice.sheet);
  if (named.length === 0)
    throw new RejectedInput(
      `the workbook has no sheet "${choice.sheet}", only ${sheets.map(({ name }) => `"${name}"`).join(", ")}`,
    );
  const tops = await Promise.all(
    named.map(async (sheet) => ({ sheet, ...(await topOf(sheetRows(workbook, sheet.member), choice)) })),
  );
  const [best] = tops.sort((left, right) => right.known - left.known);
  if (!best) return;
  let line = 1;
  for await (const { number, cells } of sheetRows(workbook, best.sheet.member)) {
    yield "\n".repeat(Math.max(0, number - line));
    yield cells.every((cell) => cell === "") ? "\n" : csvLine(fitted(cells, best.width), choice.delimiter);
    line = number + 1;
  }
}

const topRows = 50;

/** The row near the top with most known headers, which tells how wide the table is. */
const topOf = async (rows: AsyncIterable<SheetRow>, { knownHeaders }: SheetChoice) => {
  const found = { known: 0, width: 0 };
  let seen = 0;
  let above: readonly string[] = [];
  for await (const { cells } of rows) {
    // A header of two rows is known as one.
    const known = Math.max(knownHeaders(cells), knownHeaders(joinedHeader(above, cells)));
    above = cells;
    const width = cells.findLastIndex((cell) => cell !== "") + 1;
    if (known > found.known) Object.assign(found, { known, width });
    else if (found.known === 0) found.width = Math.max(found.width, width);
    if (++seen === topRows) break;
  }
  return found;
};

/** A sheet leaves out empty cells at the end of a row, and keeps those that only have a border. */
const fitted = (cells: readonly string[], width: number): readonly string[] => {
  const last = cells.findLastIndex((cell) => cell !== "") + 1;
  const kept = cells.slice(0, Math.max(width, last));
  return [...kept, ...Array.from({ length: Math.max(0, width - kept.length) }, () => "")];
};
