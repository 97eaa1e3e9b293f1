import type { Examples, Sequences } from "../learning/model.ts";
import type { RowKeys } from "./row-keys.ts";

/** Some of a task's rows. */
export interface Part extends RowKeys {
  readonly x: Float64Array;
  readonly expected: Float64Array;
  readonly y: Float64Array;
  readonly sequences?: Sequences;
}

/** Parts put one after the other. */
export const joinParts = (
  features: readonly string[],
  parts: readonly Part[],
): RowKeys & { readonly examples: Examples } => {
  const asOf = parts.flatMap((part) => part.asOf);
  const daysAhead = parts.flatMap((part) => part.daysAhead ?? []);
  const sequences = joinedSequences(parts);
  return {
    asOf,
    entities: parts.flatMap((part) => part.entities),
    ...(daysAhead.length > 0 && { daysAhead }),
    examples: {
      features,
      rows: asOf.length,
      x: joined(parts.map(({ x }) => x)),
      expected: joined(parts.map(({ expected }) => expected)),
      y: joined(parts.map(({ y }) => y)),
      weight: new Float64Array(asOf.length).fill(1),
      ...(sequences && { sequences }),
    },
  };
};

const joinedSequences = (parts: readonly Part[]): Sequences | undefined => {
  const all = parts.flatMap(({ sequences }) => sequences ?? []);
  const like = all[0];
  if (like === undefined) return undefined;
  const values = new Float32Array(all.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of all) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { ...like, values };
};

const joined = (parts: readonly Float64Array[]): Float64Array => {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};
