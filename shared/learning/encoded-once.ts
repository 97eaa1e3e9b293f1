import { oncePer } from "../memoize.ts";
import type { Columns } from "./columns.ts";
import { type Encoder, encode, fitEncoder } from "./encoder.ts";

/** By the array of numbers: the same rows come with different targets. An entry lives as long as its array. */
const done = new WeakMap<Float64Array, { readonly encoder: Encoder; readonly inputs: Float64Array }>();

/** Encodes rows to fit on. Several families fit on the same rows, which do not change, and encode them alike. */
export function encodedOnce(rows: Columns) {
  const known = done.get(rows.x);
  if (known) return known;
  const encoder = fitEncoder(rows);
  const made = { encoder, inputs: encode(encoder, rows) };
  done.set(rows.x, made);
  return made;
}

const encoderText = oncePer((encoder: Encoder) => ({ text: JSON.stringify(encoder) }));
const lastEncoded = new WeakMap<Float64Array, { readonly text: string; readonly inputs: Float64Array }>();

/**
 * Encodes rows to predict. A single row, which does not change, is encoded once: families that were fitted on the same rows
 * are asked about it for a prediction and then for reasons.
 */
export function encodedFor(encoder: Encoder, rows: Columns): Float64Array {
  if (rows.rows !== 1) return encode(encoder, rows);
  const { text } = encoderText(encoder);
  const last = lastEncoded.get(rows.x);
  if (last?.text === text) return last.inputs;
  const inputs = encode(encoder, rows);
  lastEncoded.set(rows.x, { text, inputs });
  return inputs;
}
