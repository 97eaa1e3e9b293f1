/** Reads the header, which may have two rows. */
export class HeaderRows {
  readonly #rows: number;
  #upper: readonly string[] | undefined;

  constructor(rows = 1) {
    this.#rows = rows;
  }

  /** The header's cells, once its last row is there. */
  take(cells: readonly string[]): readonly string[] | undefined {
    if (this.#rows === 1) return cells;
    if (this.#upper) return joinedHeader(this.#upper, cells);
    this.#upper = cells;
    return undefined;
  }
}

/**
 * Two rows of headers as one. A word of the upper row reaches over the blank cells to its right, as the merged cells of a
 * sheet do: Kunde over Nr. and Name gives "Kunde Nr." and "Kunde Name".
 */
export const joinedHeader = (upper: readonly string[], lower: readonly string[]): readonly string[] => {
  let above = "";
  return lower.map((cell, index) => {
    above = upper[index] || above;
    return cell === "" || above === "" || above === cell ? cell || (upper[index] ?? "") : `${above} ${cell}`;
  });
};
