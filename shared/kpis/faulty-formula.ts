import { FormulaError } from "./formula/formula-error.ts";

/** The key of the file that a fault is about. */
export type FormulaKey = "formula" | "filter" | "minimumVolume.of";

export class FaultyFormula extends Error {
  override readonly name = "FaultyFormula";
  readonly key: FormulaKey;
  /** The offset in the formula, or undefined for a fault of the whole. */
  readonly at: number | undefined;

  constructor(key: FormulaKey, { message, at }: { readonly message: string; readonly at?: number }) {
    super(message);
    this.key = key;
    this.at = at;
  }
}

/** Runs a check of one formula, and says of which if it fails. */
export const within = <Value>(key: FormulaKey, check: () => Value): Value => {
  try {
    return check();
  } catch (error) {
    if (error instanceof FormulaError) throw new FaultyFormula(key, error);
    throw error;
  }
};
