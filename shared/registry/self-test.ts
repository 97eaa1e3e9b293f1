import { selectRows } from "../learning/columns.ts";
import type { Family, Inputs, Model, SavedModel } from "../learning/model.ts";
import { assertFits, type Card } from "./card.ts";

/** Backends differ in the last digits of a float32. */
const tolerance = 1e-5;
const rowsKept = 5;

/** A few evenly spaced rows, the first and the last among them, with the model's answers. */
export const makeSelfTest = (model: Model, inputs: Inputs): Card["selfTest"] => {
  const count = Math.min(rowsKept, inputs.rows);
  const chosen = Array.from({ length: count }, (_, index) =>
    Math.floor((index * (inputs.rows - 1)) / Math.max(1, count - 1)),
  );
  const { x, expected, sequences } = selectRows(inputs, chosen);
  const test = {
    x: intoRows(x, count).map((cells) => cells.map(orNull)),
    expected: Array.from(expected),
    sequences: sequences ? intoRows(sequences.values, count) : null,
  };
  const again = toInputs(test, inputs.features, inputs.sequences ?? null);
  return { ...test, answers: Array.from(model.predict(again)) };
};

const intoRows = (values: Float64Array | Float32Array, rows: number): number[][] =>
  Array.from({ length: rows }, (_, row) =>
    Array.from(values.subarray((row * values.length) / rows, ((row + 1) * values.length) / rows)),
  );

const toInputs = (
  test: Omit<Card["selfTest"], "answers">,
  features: readonly string[],
  sequences: { readonly channels: readonly string[]; readonly steps: number } | null,
): Inputs => ({
  features,
  rows: test.x.length,
  x: Float64Array.from(test.x.flat(), (cell) => cell ?? Number.NaN),
  expected: Float64Array.from(test.expected),
  ...(sequences &&
    test.sequences && {
      sequences: { ...sequences, values: Float32Array.from(test.sequences.flat()) },
    }),
});

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Loads a saved model. Throws if it does not answer as it did when it was scored. */
export const openModel = (
  { card, saved }: { readonly card: Card; readonly saved: SavedModel },
  families: ReadonlyMap<string, Family>,
  features: readonly string[],
): Model => {
  assertFits(card, features);
  const family = families.get(saved.family);
  if (!family)
    throw new Error(
      `model ${card.task}/${card.version} is of family ${saved.family}, which is not known here`,
    );
  const model = family.load(saved);
  const answers = model.predict(toInputs(card.selfTest, features, card.sequences));
  card.selfTest.answers.forEach((before, row) => {
    const now = answers[row] ?? Number.NaN;
    if (!(Math.abs(now - before) <= tolerance * Math.max(1, Math.abs(before))))
      throw new Error(
        `model ${card.task}/${card.version} fails its self-test: row ${row + 1} gave ${before} when it was trained and ${now} now`,
      );
  });
  return model;
};
