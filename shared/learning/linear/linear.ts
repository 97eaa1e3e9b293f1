import { z } from "zod";
import { oneRow } from "../columns.ts";
import { encodedFor, encodedOnce } from "../encoded-once.ts";
import { Encoder, encode, encodedWidth, fitEncoder, inputSources } from "../encoder.ts";
import { LossSettings, lossFor } from "../losses.ts";
import { correlation } from "../metrics/ranking.ts";
import type { Examples, Family, FitOptions, Inputs, Model } from "../model.ts";
import { arrayNamed, Layout, saveArrays, savedSettings, unpackArrays } from "../saved-model.ts";
import { inTargetUnit, offsets, targetScale, targets, toPredictions } from "../start.ts";
import { fitCoefficients, scoreRow } from "./newton.ts";

export interface LinearOptions {
  readonly loss: Exclude<LossSettings, { loss: "pinball" }>;
  /** The L2 penalty on the coefficients of standardised inputs. */
  readonly ridge: number;
  /** Start from the run-rate and learn only the correction. */
  readonly offset: boolean;
  /** Which skewed features become logarithms: all (the default), none, or those that then lie closer to the target. */
  readonly logarithms?: "all" | "none" | "closer";
}

const Settings = z.strictObject({
  loss: LossSettings,
  offset: z.boolean(),
  unit: z.number().positive(),
  encoder: Encoder,
  layout: Layout,
});

interface Fitted {
  readonly settings: Omit<z.infer<typeof Settings>, "layout">;
  readonly coefficients: Float64Array;
}

/** Ridge and generalised linear models on standardised inputs, fitted by Newton's method. */
export function linear(name: string, options: LinearOptions): Family {
  return {
    name,
    fit: async (examples, { signal }) => linearModel(name, fitLinear(examples, options, signal)),
    load: (saved) => {
      const { layout, ...settings } = savedSettings(name, saved, Settings);
      const coefficients = arrayNamed(unpackArrays(layout, saved.weights), "coefficients", Float64Array);
      return linearModel(name, { settings, coefficients });
    },
  };
}

function fitLinear(examples: Examples, options: LinearOptions, signal: FitOptions["signal"]): Fitted {
  const loss = lossFor(options.loss);
  const unit = targetScale(examples, loss.link);
  const { encoder, inputs } = encodeExamples(examples, options);
  const coefficients = fitCoefficients(
    {
      inputs,
      width: encodedWidth(encoder),
      targets: targets(examples, loss.link, unit),
      offsets: offsets(examples, loss.link, unit, options.offset),
      weight: examples.weight,
      loss,
      ridge: options.ridge,
    },
    signal,
  );
  return { settings: { loss: options.loss, offset: options.offset, unit, encoder }, coefficients };
}

function encodeExamples(examples: Examples, { logarithms = "all" }: LinearOptions) {
  if (logarithms === "all") return encodedOnce(examples);
  const isCloser = (values: Float64Array, shaped: Float64Array) =>
    logarithms === "closer" && tieTo(examples.y, shaped) > tieTo(examples.y, values);
  const encoder = fitEncoder(examples, isCloser);
  return { encoder, inputs: encode(encoder, examples) };
}

/** The size of the correlation, over the rows where the feature is known. */
function tieTo(y: Float64Array, values: Float64Array): number {
  const isKnown = (_: number, row: number) => !Number.isNaN(values[row]);
  return Math.abs(correlation(y.filter(isKnown), values.filter(isKnown)));
}

function linearModel(name: string, fitted: Fitted): Model {
  const { settings, coefficients } = fitted;
  return {
    predict: (inputs) => predictLinear(fitted, inputs),
    explain: (inputs, row) => explainLinear(fitted, inputs, row),
    save: () => saveArrays(name, settings, { coefficients }),
  };
}

function predictLinear({ settings, coefficients }: Fitted, inputs: Inputs): Float64Array {
  const { link } = lossFor(settings.loss);
  const width = encodedWidth(settings.encoder);
  const encoded = encodedFor(settings.encoder, inputs);
  const scores = offsets(inputs, link, settings.unit, settings.offset);
  for (let row = 0; row < inputs.rows; row++)
    scores[row] = (scores[row] ?? 0) + scoreRow(encoded, width, row, coefficients);
  return toPredictions(scores, link, settings.unit);
}

function explainLinear({ settings, coefficients }: Fitted, inputs: Inputs, row: number): Float64Array {
  const { link } = lossFor(settings.loss);
  const { encoder, unit, offset } = settings;
  const width = encodedWidth(encoder);
  const one = oneRow(inputs, row);
  const encoded = encodedFor(encoder, one);
  const shares = new Float64Array(encoder.length);
  for (const [place, source] of inputSources(encoder).entries())
    shares[source] = (shares[source] ?? 0) + (encoded[place] ?? 0) * (coefficients[place] ?? 0);
  const start = (offsets(one, link, unit, offset)[0] ?? 0) + (coefficients[width] ?? 0);
  return inTargetUnit(shares, start, link, unit);
}
