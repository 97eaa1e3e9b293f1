import { z } from "zod";
import { oncePer } from "../memoize.ts";
import { type Columns, requireFeatures } from "./columns.ts";
import { quantile, sorted } from "./numbers.ts";

const Column = z.strictObject({
  name: z.string(),
  /** Values become sign × log(1 + size / this unit); null if the feature is not skewed. */
  logUnit: z.number().nullable(),
  mean: z.number(),
  /** The standard deviation; 0 if the feature never varied. */
  spread: z.number(),
  /** The range seen in training. Values are clipped to it: a linear model must not extrapolate. */
  low: z.number(),
  high: z.number(),
  /** Whether missing values have an input of their own. */
  flagged: z.boolean(),
});

/** How features become inputs of linear models and networks. Fitted on training rows alone. Plain JSON. */
export const Encoder = z.array(Column);
export type Encoder = z.infer<typeof Encoder>;

/** A smaller share of missing values teaches nothing. */
const RARE = 0.001;
const SKEWED = 1.5;

/** Whether a skewed feature becomes a logarithm. */
type TakesLogarithm = (values: Float64Array, shaped: Float64Array) => boolean;

/** By default every skewed feature becomes a logarithm. Values and their logarithms come with NaN where they are not known. */
export function fitEncoder({ features, rows, x }: Columns, takes: TakesLogarithm = () => true): Encoder {
  return features.map((name, place) => {
    const values = Float64Array.from(
      { length: rows },
      (_, row) => x[row * features.length + place] ?? Number.NaN,
    );
    const known = values.filter((value) => !Number.isNaN(value));
    const unit = skewness(known) > SKEWED ? smallSize(known) : null;
    const isShaped =
      unit !== null &&
      takes(
        values,
        values.map((value) => shape(value, unit)),
      );
    const logUnit = isShaped ? unit : null;
    const shaped = known.map((value) => shape(value, logUnit));
    const { mean, spread } = moments(shaped);
    return {
      name,
      logUnit,
      mean,
      spread: spread > 1e-9 * Math.max(1, Math.abs(mean)) ? spread : 0,
      low: shaped.reduce((least, value) => Math.min(least, value), mean),
      high: shaped.reduce((most, value) => Math.max(most, value), mean),
      flagged: rows - known.length > RARE * rows && known.length > 0,
    };
  });
}

const names = oncePer((encoder: Encoder): readonly string[] => encoder.map(({ name }) => name));

/** The feature that each input comes from: one input per feature, then one per feature that may be missing. */
export const inputSources = oncePer((encoder: Encoder): readonly number[] => [
  ...encoder.keys(),
  ...encoder.flatMap(({ flagged }, place) => (flagged ? [place] : [])),
]);

/** Inputs per row. */
export const encodedWidth = (encoder: Encoder): number => inputSources(encoder).length;

export function encode(encoder: Encoder, table: Columns): Float64Array {
  requireFeatures(names(encoder), table);
  const { rows, x } = table;
  const width = encodedWidth(encoder);
  const out = new Float64Array(rows * width);
  let flag = encoder.length;
  for (const [place, column] of encoder.entries()) {
    for (let row = 0; row < rows; row++) {
      const value = x[row * encoder.length + place] ?? Number.NaN;
      if (!Number.isNaN(value)) out[row * width + place] = standard(column, value);
      else if (column.flagged) out[row * width + flag] = 1;
    }
    if (column.flagged) flag++;
  }
  return out;
}

function standard({ logUnit, mean, spread, low, high }: Encoder[number], value: number): number {
  if (spread === 0) return 0;
  return (Math.min(high, Math.max(low, shape(value, logUnit))) - mean) / spread;
}

const shape = (value: number, logUnit: number | null): number =>
  logUnit === null ? value : Math.sign(value) * Math.log1p(Math.abs(value) / logUnit);

/** The 5 % quantile of the feature's own sizes, so that the logarithm is the same in every currency. */
function smallSize(known: Float64Array): number {
  const sizes = sorted(known.map(Math.abs).filter((size) => size > 0));
  return quantile(sizes, 0.05);
}

function moments(values: Float64Array): { readonly mean: number; readonly spread: number } {
  if (values.length === 0) return { mean: 0, spread: 0 };
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
  return { mean, spread: Math.sqrt(variance) };
}

function skewness(values: Float64Array): number {
  const { mean, spread } = moments(values);
  if (spread === 0) return 0;
  return Math.abs(values.reduce((total, value) => total + ((value - mean) / spread) ** 3, 0) / values.length);
}
