/** A column as a file has it. */
export interface TextColumn {
  readonly name: string;
  readonly cells: readonly string[];
}

/** How other programs write a missing value. */
const unknowns: ReadonlySet<string> = new Set(["", "na", "n/a", "#n/a", "nan", "null", "\\n", "-", "?"]);

export const isUnknown = (cell: string): boolean => unknowns.has(cell.trim().toLowerCase());

/** Reads a cell in one notation; NaN if it is not written in it. */
export type ReadCell = (cell: string) => number;

/** Reads a column in one notation, missing values as NaN; undefined if some cell is not written in it. */
export const readAll = (cells: readonly string[], read: ReadCell): Float64Array | undefined => {
  const values = new Float64Array(cells.length).fill(Number.NaN);
  for (const [row, cell] of cells.entries()) {
    if (isUnknown(cell)) continue;
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
