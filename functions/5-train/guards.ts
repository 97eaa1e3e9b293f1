import { rSquared } from "../../shared/learning/metrics/errors.ts";
import { permutation } from "../../shared/learning/metrics/importance.ts";
import { areaUnderCurve, correlation, spearman } from "../../shared/learning/metrics/ranking.ts";
import { stream } from "../../shared/learning/random.ts";
import type { Table } from "../../shared/learning/table.ts";
import { TooFewRows } from "./plan-folds.ts";
import type { TrainSettings } from "./settings.ts";

/** A feature is the target. A model trained on it would look perfect and be worthless. */
export class TrivialPredictor extends Error {
  override readonly name = "TrivialPredictor";
}

const closest = 0.98;
const copied = 0.95;
/** Of the rank correlation: a payment date separates late from punctual without a linear relation to either. */
const sorted = 0.995;
const leastPairs = 50;
/** This many evenly spaced rows show a leak as well as all of them, and sort faster. */
const rowsLookedAt = 20_000;

const sampledRows = ({ rows, y }: Table): readonly number[] => {
  const step = Math.max(1, Math.floor(rows / rowsLookedAt));
  const places = Array.from({ length: Math.ceil(rows / step) }, (_, place) => place * step);
  return places.filter((row) => Number.isFinite(y[row]));
};

/** Throws if a single feature is almost the target: a leak, whatever its cause. */
const assertNotTrivial = (table: Table): void => {
  const rows = sampledRows(table);
  const truths = Float64Array.from(rows, (row) => table.y[row] ?? 0);
  for (const [column, feature] of table.features.entries()) {
    const at = (row: number) => row * table.features.length + column;
    const values = Float64Array.from(rows, (row) => table.x[at(row)] ?? Number.NaN);
    const why = likeness(truths, values);
    if (why !== undefined)
      throw new TrivialPredictor(
        `feature ${feature} is almost the target (${why}): it contains what is to be predicted; check how it is made before training on it`,
      );
  }
};

const likeness = (truths: Float64Array, values: Float64Array): string | undefined => {
  const isKnown = (_: number, row: number) => Number.isFinite(values[row]);
  const [y, x] = [truths.filter(isKnown), values.filter(isKnown)];
  if (y.length >= leastPairs) {
    const tie = Math.abs(correlation(y, x));
    const copy = rSquared(y, x);
    if (isPast(closest, tie) || copy > copied)
      return `correlation ${tie.toFixed(3)}, R² of copying it ${copy.toFixed(3)}`;
    const order = orderAgreement(y, x);
    if (order > sorted) return `it sorts the rows like the target, to ${(100 * order).toFixed(1)} %`;
  }
  const known = values.map((value) => Number(Number.isFinite(value)));
  const tie = Math.abs(correlation(truths, known));
  return truths.length >= leastPairs && tie > closest
    ? `being known has correlation ${tie.toFixed(3)} with it`
    : undefined;
};

/** Not if the correlation of huge numbers overflows. */
const isPast = (limit: number, value: number): boolean => value > limit && value <= 1.001;

/** 1 if one decides the order of the other, ascending or descending. */
const orderAgreement = (y: Float64Array, x: Float64Array): number => {
  const isChance = y.every((truth) => truth === 0 || truth === 1);
  return isChance ? Math.abs(2 * areaUnderCurve(y, x) - 1) : Math.abs(spearman(y, x));
};

/** Features that are never known, or the same in every row. */
const silentFeatures = ({ features, rows, x }: Table): readonly string[] =>
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

/** The truths, shuffled among the rows of the same month: no honest model has skill against them. */
export const shuffledWithinMonth = ({ y, asOf }: Table, seed: number): Float64Array => {
  const out = Float64Array.from(y);
  const random = stream(seed, "shifted target");
  for (const rows of Map.groupBy(y.keys(), (row) => asOf[row]?.slice(0, 7) ?? "").values())
    permutation(rows.length, random).forEach((from, at) => {
      out[rows[at] ?? 0] = y[rows[from] ?? 0] ?? 0;
    });
  return out;
};

/** If all outcomes are the same, no score tells families apart, and some scores cannot be computed. */
export const assertVaried = ({ y }: Table): void => {
  const known = y.filter(Number.isFinite);
  const [first] = known;
  if (first !== undefined && known.every((value) => value === first))
    throw new TooFewRows(`it needs outcomes that differ, and all ${known.length} known ones are ${first}`);
};

export const tableWarnings = (table: Table, { onTrivial }: Pick<TrainSettings, "onTrivial">): string[] => {
  const silent = silentFeatures(table);
  const warnings = silent.length > 0 ? [`never known or always the same: ${silent.join(", ")}`] : [];
  try {
    assertNotTrivial(table);
  } catch (error) {
    if (!(error instanceof TrivialPredictor) || onTrivial === "refuse") throw error;
    warnings.push(error.message);
  }
  return warnings;
};
