import { type Encoder, encode, fitEncoder } from "./encoder.ts";
import type { Inputs } from "./model.ts";

export interface Encoded {
  readonly encoder: Encoder;
  readonly inputs: Float64Array;
}

/** By the numbers themselves: the same rows come with different targets, and are kept no longer than they are. */
const done = new WeakMap<Float64Array, Encoded>();

/** For rows to learn from, which nobody changes: several families learn from the same ones, and encode them alike. */
export function encodedOnce(rows: Pick<Inputs, "features" | "rows" | "x">): Encoded {
  const known = done.get(rows.x);
  if (known) return known;
  const encoder = fitEncoder(rows);
  const made = { encoder, inputs: encode(encoder, rows) };
  done.set(rows.x, made);
  return made;
}
