interface Named {
  readonly name: string;
  /** The name in the file, where an earlier column has it too. */
  readonly copyOf?: string;
}

/** A column as a file has it. */
export interface TextColumn extends Named {
  readonly cells: readonly string[];
}

/** A column whose cells are all plain numbers with a decimal point, or missing (NaN). Millions of texts would not fit into memory. */
export interface NumberColumn extends Named {
  readonly numbers: Float64Array;
}

export type Column = TextColumn | NumberColumn;

export const rowsIn = (column: Column): number =>
  "cells" in column ? column.cells.length : column.numbers.length;

const toText = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? "" : String(value);

export const cellAt = (column: Column, row: number): string =>
  "cells" in column ? (column.cells[row] ?? "") : toText(column.numbers[row]);

/** For columns of names, which a file may write as numbers. */
export const textsIn = (column: Column): readonly string[] =>
  "cells" in column ? column.cells : Array.from(column.numbers, toText);

/** How other programs write a missing value. A division by zero has no value either. */
const unknowns: ReadonlySet<string> = new Set([
  ...[
    "",
    "na",
    "n/a",
    "#n/a",
    "nan",
    "null",
    "none",
    "\\n",
    "-",
    "?",
    "#div/0!",
    "#value!",
    "#ref!",
    "#num!",
  ],
  ...["inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"],
]);

export const isUnknown = (cell: string): boolean => unknowns.has(cell.trim().toLowerCase());

/** Reads a cell in one notation; NaN if it is not written in it. */
export type ReadCell = (cell: string) => number;

/** Reads a column in one notation, missing values as NaN; undefined if some cell is not written in it. */
export const readAll = (
  cells: readonly string[],
  read: ReadCell,
  isMissing: (cell: string) => boolean = isUnknown,
): Float64Array | undefined => {
  const values = new Float64Array(cells.length).fill(Number.NaN);
  for (const [row, cell] of cells.entries()) {
    if (isMissing(cell)) continue;
    const value = read(cell);
    if (Number.isNaN(value)) return undefined;
    values[row] = value;
  }
  return values;
};

/** The first row that is not written in the notation of most rows. */
export const firstOdd = (cells: readonly string[], ways: readonly ReadCell[]): number => {
  const odd = ways.map((read) =>
    cells.flatMap((cell, row) => (!isUnknown(cell) && Number.isNaN(read(cell)) ? [row] : [])),
  );
  return odd.reduce((fewest, rows) => (rows.length < fewest.length ? rows : fewest))[0] ?? -1;
};
