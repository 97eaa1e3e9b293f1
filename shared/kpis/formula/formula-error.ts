import type { Place } from "./tree.ts";

/** A fault in a formula, with the offset of the token that it is about. */
export class FormulaError extends Error {
  override readonly name = "FormulaError";
  readonly at: number;
  /** The message without the token. */
  readonly why: string;

  constructor(why: string, { at, token }: Place) {
    super(`at "${token}": ${why}`);
    this.why = why;
    this.at = at;
  }
}
