import type { Examples, Sequences } from "../learning/model.ts";
import { concatenate } from "../learning/numbers.ts";
import type { RowKeys } from "./row-keys.ts";

/** Some of a task's rows. */
export interface RowPart extends RowKeys {
  readonly x: Float64Array;
  readonly expected: Float64Array;
  readonly y: Float64Array;
  readonly sequences?: Sequences;
  /** The day from which each label was known, where the task's SQL says so. */
  readonly knownOn?: readonly string[];
}

export const joinParts = (
  features: readonly string[],
  parts: readonly RowPart[],
): RowKeys & { readonly examples: Examples; readonly knownOn?: readonly string[] } => {
  const asOf = parts.flatMap((part) => part.asOf);
  const daysAhead = parts.flatMap((part) => part.daysAhead ?? []);
  const items = parts.flatMap((part) => part.items ?? []);
  const knownOn = parts.flatMap((part) => part.knownOn ?? []);
  const sequences = joinSequences(parts.flatMap((part) => part.sequences ?? []));
  const joined = (name: "x" | "expected" | "y") =>
    concatenate(
      Float64Array,
      parts.map((part) => part[name]),
    );
  return {
    asOf,
    entities: parts.flatMap((part) => part.entities),
    ...(daysAhead.length > 0 && { daysAhead }),
    ...(items.length > 0 && { items }),
    ...(knownOn.length > 0 && { knownOn }),
    examples: {
      features,
      rows: asOf.length,
      x: joined("x"),
      expected: joined("expected"),
      y: joined("y"),
      weight: new Float64Array(asOf.length).fill(1),
      ...(sequences && { sequences }),
    },
  };
};

/** Undefined if there are none. */
export const joinSequences = (all: readonly Sequences[]): Sequences | undefined =>
  all[0] && {
    ...all[0],
    values: concatenate(
      Float32Array,
      all.map(({ values }) => values),
    ),
  };
