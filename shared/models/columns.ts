import type { Inputs } from "./model.ts";

/** One feature of every row. */
export function columnOf({ features, rows, x }: Inputs, name: string): Float64Array {
  const place = features.indexOf(name);
  if (place < 0)
    throw new Error(`these rows have no feature called ${name}; they have ${features.join(", ")}`);
  return Float64Array.from({ length: rows }, (_, row) => x[row * features.length + place] ?? Number.NaN);
}

/** A model answers only rows with the very features, in the order, that it was fitted on. */
export function requireFeatures(fitted: readonly string[], inputs: Inputs): void {
  const { features, rows, x } = inputs;
  if (features.length !== fitted.length || fitted.some((name, place) => name !== features[place]))
    throw new Error(`the model knows the features ${fitted.join(", ")}, not ${features.join(", ")}`);
  if (x.length !== rows * features.length)
    throw new Error(
      `${rows} rows of ${features.length} features need ${rows * features.length} numbers, not ${x.length}`,
    );
}

/** One row as inputs of its own. */
export function rowOf(inputs: Inputs, row: number): Inputs {
  const { features, x, expected, sequences } = inputs;
  const size = sequences ? sequences.steps * sequences.channels.length : 0;
  return {
    features,
    rows: 1,
    x: x.slice(row * features.length, (row + 1) * features.length),
    expected: expected.slice(row, row + 1),
    ...(sequences && {
      sequences: { ...sequences, values: sequences.values.slice(row * size, (row + 1) * size) },
    }),
  };
}
