import type { DuckDBValue } from "@duckdb/node-api";
import type { Column } from "../../../functions/operations/fit/cells.ts";
import type { TextHead } from "./text-head.ts";

/** Collects a column block by block. */
export class ColumnBuilder {
  readonly isNumeric: boolean;
  readonly #head: TextHead["columns"][number];
  readonly #numbers: Float64Array;
  readonly #cells: string[] = [];
  /** Equal texts are kept once. */
  readonly #texts = new Map<string, string>();
  #rows = 0;

  constructor(head: TextHead["columns"][number], isNumeric: boolean, rows: number) {
    this.#head = head;
    this.isNumeric = isNumeric;
    this.#numbers = new Float64Array(isNumeric ? rows : 0);
  }

  add(values: readonly DuckDBValue[]): void {
    for (const value of values) {
      if (this.isNumeric) this.#numbers[this.#rows++] = typeof value === "number" ? value : Number.NaN;
      else this.#cells.push(this.#once(value === null ? "" : String(value)));
    }
  }

  #once(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }

  column(): Column {
    return this.isNumeric ? { ...this.#head, numbers: this.#numbers } : { ...this.#head, cells: this.#cells };
  }
}
