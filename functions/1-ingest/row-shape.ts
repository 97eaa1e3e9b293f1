import type { Feed } from "../../shared/contracts/feed.ts";
import { headerKey } from "../../shared/contracts/header-key.ts";
import type { RecordBuffer } from "./record-buffer.ts";
import { replaceCells } from "./record-cells.ts";

/** By the numbers of cells: what a row repeats from the row above, and which lines are no rows. */
export interface RowShape {
  readonly fillDown: readonly number[];
  readonly blank: readonly number[];
  readonly kinds: { readonly cell: number; readonly values: ReadonlySet<string> } | undefined;
}

interface Header {
  readonly cells: readonly string[];
  readonly cellOf: ReadonlyMap<string, number>;
}

/** Undefined for most feeds, whose rows need not be looked at. */
export const rowShape = (
  { fillDown = [], skipRows }: Pick<Feed, "fillDown" | "skipRows">,
  { cells, cellOf }: Header,
): RowShape | undefined => {
  const numbers = (names: readonly string[]) => names.flatMap((name) => cellOf.get(name) ?? []);
  const kind = cells.findIndex(
    (cell) => skipRows?.kinds && headerKey(cell) === headerKey(skipRows.kinds.header),
  );
  const shape = {
    fillDown: numbers(fillDown),
    blank: numbers(skipRows?.blank ?? []),
    kinds: kind < 0 ? undefined : { cell: kind, values: new Set(skipRows?.kinds?.values.map(lower)) },
  };
  return shape.fillDown.length + shape.blank.length > 0 || shape.kinds ? shape : undefined;
};

const lower = (text: string): string => text.toLowerCase();

/** Looks at each row of a file in turn. */
export class RowShaper {
  readonly #shape: RowShape;
  readonly #width: number;
  #above: readonly string[] = [];

  constructor(shape: RowShape, width: number) {
    this.#shape = shape;
    this.#width = width;
  }

  /** False if the line is no row. A row gets the cells that it leaves to the row above. */
  isRow(buffer: RecordBuffer): boolean {
    const cells = buffer.cells();
    const { kinds, blank } = this.#shape;
    if (cells.length < this.#width)
      return cells.filter((cell) => cell !== "").length > 1 || blank.length === 0;
    if (kinds?.values.has(lower(cells[kinds.cell] ?? ""))) return false;
    const filled = filledDown(this.#shape, cells, this.#above);
    this.#above = filled;
    if (isMostlyBlank(this.#shape, filled)) return false;
    if (filled !== cells) replaceCells(buffer, filled);
    return true;
  }
}

/** True if two or more of the cells that a row needs are blank. */
export const isMostlyBlank = ({ blank }: Pick<RowShape, "blank">, cells: readonly string[]): boolean =>
  blank.filter((cell) => (cells[cell] ?? "") === "").length >= 2;

/** The row as it is meant: it belongs to the row above if it repeats its first cell, or leaves it blank. */
export const filledDown = (
  { fillDown }: Pick<RowShape, "fillDown">,
  cells: readonly string[],
  above: readonly string[],
): readonly string[] => {
  const [key] = fillDown;
  if (key === undefined) return cells;
  const belongs = cells[key] === "" || cells[key] === above[key];
  if (!belongs || !fillDown.some((cell) => cells[cell] === "" && (above[cell] ?? "") !== "")) return cells;
  return cells.map((cell, index) => (cell === "" && fillDown.includes(index) ? (above[index] ?? "") : cell));
};
