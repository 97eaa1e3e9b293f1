import { rSquared } from "../../shared/learning/metrics/errors.ts";
import { permutation } from "../../shared/learning/metrics/importance.ts";
import { areaUnderCurve, correlation, spearman } from "../../shared/learning/metrics/ranking.ts";
import { stream } from "../../shared/learning/random.ts";
import type { Table } from "../../shared/learning/table.ts";

/** A feature that is the answer. What is trained on it would be worthless, and look perfect. */
export class TrivialPredictor extends Error {
  override readonly name = "TrivialPredictor";
}

const closest = 0.98;
const copied = 0.95;
/** Of the order of rows: a date of payment orders the late and the punctual without a fault, and is in line with neither. */
const sorted = 0.995;
const leastPairs = 50;
/** So many rows, at even distances, show a leak as well as all of them, and are sooner put in order. */
const rowsLookedAt = 20_000;

const lookedAt = ({ rows, y }: Table): readonly number[] => {
  const step = Math.max(1, Math.floor(rows / rowsLookedAt));
  const places = Array.from({ length: Math.ceil(rows / step) }, (_, place) => place * step);
  return places.filter((row) => Number.isFinite(y[row]));
};

/** Throws when one feature alone all but is the target: a leak, however it came about. */
export const assertNotTrivial = (table: Table): void => {
  const rows = lookedAt(table);
  const truths = Float64Array.from(rows, (row) => table.y[row] ?? 0);
  for (const [column, feature] of table.features.entries()) {
    const at = (row: number) => row * table.features.length + column;
    const values = Float64Array.from(rows, (row) => table.x[at(row)] ?? Number.NaN);
    const why = likenessOf(truths, values);
    if (why !== undefined)
      throw new TrivialPredictor(
        `feature ${feature} all but is the target (${why}): it holds what is to be predicted; look at how it is made before training on it`,
      );
  }
};

const likenessOf = (truths: Float64Array, values: Float64Array): string | undefined => {
  const isKnown = (_: number, row: number) => Number.isFinite(values[row]);
  const [y, x] = [truths.filter(isKnown), values.filter(isKnown)];
  if (y.length >= leastPairs) {
    const tie = Math.abs(correlation(y, x));
    const copy = rSquared(y, x);
    if (tie > closest || copy > copied)
      return `correlation ${tie.toFixed(3)}, R² of copying it ${copy.toFixed(3)}`;
    const order = orderOf(y, x);
    if (order > sorted) return `it puts the rows in the target's order, to ${(100 * order).toFixed(1)} %`;
  }
  const known = values.map((value) => Number(Number.isFinite(value)));
  const tie = Math.abs(correlation(truths, known));
  return truths.length >= leastPairs && tie > closest
    ? `whether it is known has correlation ${tie.toFixed(3)} with it`
    : undefined;
};

/** 1 where one decides the order of the other, either way round. */
const orderOf = (y: Float64Array, x: Float64Array): number => {
  const isChance = y.every((truth) => truth === 0 || truth === 1);
  return isChance ? Math.abs(2 * areaUnderCurve(y, x) - 1) : Math.abs(spearman(y, x));
};

/** Features that say nothing: never known, or the same in every row. */
export const silentFeatures = ({ features, rows, x }: Table): readonly string[] =>
  features.filter((_, column) => {
    let first = Number.NaN;
    for (let row = 0; row < rows; row++) {
      const value = x[row * features.length + column] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      if (Number.isNaN(first)) first = value;
      else if (value !== first) return false;
    }
    return true;
  });

/** The truths dealt anew among the rows of the same month: no honest model has skill against them. */
export const dealtWithinMonth = ({ y, asOf }: Table, seed: number): Float64Array => {
  const out = Float64Array.from(y);
  const random = stream(seed, "shifted target");
  for (const rows of Map.groupBy(y.keys(), (row) => asOf[row]?.slice(0, 7) ?? "").values())
    permutation(rows.length, random).forEach((from, at) => {
      out[rows[at] ?? 0] = y[rows[from] ?? 0] ?? 0;
    });
  return out;
};
