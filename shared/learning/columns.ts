import { oncePer } from "../memoize.ts";
import type { Examples, Inputs, Sequences } from "./model.ts";
import { concatenate } from "./numbers.ts";

/** Named numbers: features of rows, or channels of days. */
export type Columns = Pick<Inputs, "features" | "rows" | "x">;

const placesIn = oncePer(
  (features: readonly string[]) => new Map(features.map((name, place) => [name, place])),
);

export function columnOf({ features, rows, x }: Columns, name: string): Float64Array {
  const place = placesIn(features).get(name);
  if (place === undefined)
    throw new Error(`these rows have no feature called ${name}; they have ${features.join(", ")}`);
  return Float64Array.from({ length: rows }, (_, row) => x[row * features.length + place] ?? Number.NaN);
}

/** Lists that were found equal. Comparing the names for each row would take longer than predicting it. */
const same = new WeakMap<readonly string[], readonly string[]>();

/** Throws unless the rows have the features that the model was fitted on, in the same order. */
export function requireFeatures(fitted: readonly string[], { features, rows, x }: Columns): void {
  if (same.get(fitted) !== features) {
    if (features.length !== fitted.length || fitted.some((name, place) => name !== features[place]))
      throw new Error(
        `the model was fitted on the features ${fitted.join(", ")}, not ${features.join(", ")}`,
      );
    same.set(fitted, features);
  }
  if (x.length !== rows * features.length)
    throw new Error(
      `${rows} rows of ${features.length} features need ${rows * features.length} numbers, not ${x.length}`,
    );
}

/** A table of one row: the given table itself if it has no other row. */
export const oneRow = (inputs: Inputs, row: number): Inputs =>
  inputs.rows === 1 && row === 0 ? inputs : selectRows(inputs, [row]);

/**
 * Remembers the result for a table of one row: a prediction is usually followed by its reasons. Larger tables are predicted
 * once, and their memory may be reused.
 */
export const onceForOneRow = <Value extends object>(work: (inputs: Inputs) => Value) => {
  const once = oncePer(work);
  return (inputs: Inputs): Value => (inputs.rows === 1 ? once(inputs) : work(inputs));
};

type RowNumbers = readonly number[] | Uint32Array;

/** Some of the rows, in the given order. */
export function selectRows({ features, x, expected, sequences }: Inputs, rows: RowNumbers): Inputs {
  const width = features.length;
  const picked = new Float64Array(rows.length * width);
  for (const [place, row] of rows.entries())
    picked.set(x.subarray(row * width, (row + 1) * width), place * width);
  return {
    features,
    rows: rows.length,
    x: picked,
    expected: Float64Array.from(rows, (row) => expected[row] ?? 0),
    ...(sequences && { sequences: selectSequences(sequences, rows) }),
  };
}

export function selectExamples(examples: Examples, rows: RowNumbers): Examples {
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  return { ...selectRows(examples, rows), y: pick(examples.y), weight: pick(examples.weight) };
}

/** The rows of several tables with the same features, one after the other. */
export function joinInputs(all: readonly [Inputs, ...Inputs[]]): Inputs {
  const [{ features, sequences }] = all;
  return {
    features,
    rows: all.reduce((rows, table) => rows + table.rows, 0),
    x: concatenate(
      Float64Array,
      all.map(({ x }) => x),
    ),
    expected: concatenate(
      Float64Array,
      all.map(({ expected }) => expected),
    ),
    ...(sequences && {
      sequences: {
        ...sequences,
        values: concatenate(
          Float32Array,
          all.flatMap((table) => table.sequences?.values ?? []),
        ),
      },
    }),
  };
}

export const joinExamples = (one: Examples, other: Examples): Examples => ({
  ...joinInputs([one, other]),
  y: concatenate(Float64Array, [one.y, other.y]),
  weight: concatenate(Float64Array, [one.weight, other.weight]),
});

function selectSequences(sequences: Sequences, rows: RowNumbers): Sequences {
  const size = sequences.steps * sequences.channels.length;
  const values = new Float32Array(rows.length * size);
  for (const [place, row] of rows.entries())
    values.set(sequences.values.subarray(row * size, (row + 1) * size), place * size);
  return { ...sequences, values };
}
