/** A column as it stands in a file. */
export interface TextColumn {
  readonly name: string;
  readonly cells: readonly string[];
}

/** How other programs write that they do not know. */
const unknowns: ReadonlySet<string> = new Set(["", "na", "n/a", "#n/a", "nan", "null", "\\n", "-", "?"]);

export const isUnknown = (cell: string): boolean => unknowns.has(cell.trim().toLowerCase());

/** What one way of writing makes of a cell; NaN where it is not written so. */
export type ReadCell = (cell: string) => number;

/** A column read in one way of writing, NaN where nothing is known; undefined when some cell is not written so. */
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

/** The first row that is not written in the way that most rows are written in. */
export const firstOdd = (cells: readonly string[], ways: readonly ReadCell[]): number => {
  const odd = ways.map((read) =>
    cells.flatMap((cell, row) => (!isUnknown(cell) && Number.isNaN(read(cell)) ? [row] : [])),
  );
  return odd.reduce((fewest, rows) => (rows.length < fewest.length ? rows : fewest))[0] ?? -1;
};
