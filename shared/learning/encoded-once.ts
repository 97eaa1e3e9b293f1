import { oncePer } from "../memoize.ts";
import { type Encoder, encode, fitEncoder } from "./encoder.ts";
import type { Inputs } from "./model.ts";

type Rows = Pick<Inputs, "features" | "rows" | "x">;

export interface Encoded {
  readonly encoder: Encoder;
  readonly inputs: Float64Array;
}

/** By the numbers themselves: the same rows come with different targets, and are kept no longer than they are. */
const done = new WeakMap<Float64Array, Encoded>();

/** For rows to learn from, which nobody changes: several families learn from the same ones, and encode them alike. */
export function encodedOnce(rows: Rows): Encoded {
  const known = done.get(rows.x);
  if (known) return known;
  const encoder = fitEncoder(rows);
  const made = { encoder, inputs: encode(encoder, rows) };
  done.set(rows.x, made);
  return made;
}

const textOf = oncePer((encoder: Encoder) => ({ text: JSON.stringify(encoder) }));
const lastOf = new WeakMap<Float64Array, { readonly text: string; readonly inputs: Float64Array }>();

/**
 * For rows to answer. A single one, which nobody changes, is asked about more than once: for an answer, then for reasons, by
 * families that learned from the same rows.
 */
export function encodedFor(encoder: Encoder, rows: Rows): Float64Array {
  if (rows.rows !== 1) return encode(encoder, rows);
  const { text } = textOf(encoder);
  const last = lastOf.get(rows.x);
  if (last?.text === text) return last.inputs;
  const inputs = encode(encoder, rows);
  lastOf.set(rows.x, { text, inputs });
  return inputs;
}
