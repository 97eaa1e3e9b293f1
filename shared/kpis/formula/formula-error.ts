import type { Place } from "./tree.ts";

/** A fault in a formula, with the offset of the token that it is about. */
export class FormulaError extends Error {
  override readonly name = "FormulaError";
  readonly at: number;

  constructor(message: string, { at, token }: Place) {
    super(`at "${token}": ${message}`);
    this.at = at;
  }
}
