import { z } from "zod";
import { oneRow, selectExamples } from "../columns.ts";
import { encodedFor, encodedOnce } from "../encoded-once.ts";
import { Encoder, encode, encodedWidth, fitEncoder, inputSources } from "../encoder.ts";
import { LossSettings, lossFor } from "../losses.ts";
import { permutation } from "../metrics/importance.ts";
import type { Examples, Family, FitOptions, Inputs, Model, Sequences } from "../model.ts";
import { stream } from "../random.ts";
import { savedSettings } from "../saved-model.ts";
import { inTargetUnit, offsets, targetScale, targets, toPredictions } from "../start.ts";
import { Architecture, type Cell } from "./architecture.ts";
import type { Prepared } from "./batch.ts";
import { denseInput, forward, type Network, openNetwork, type Weights } from "./forward.ts";
import { integratedShares } from "./gradient.ts";
import type { TrainingRules } from "./train.ts";

export interface NeuralOptions extends TrainingRules {
  readonly offset: boolean;
  readonly hidden: readonly number[];
  readonly recurrent?: { readonly cell: Cell; readonly units: number };
  /** Rows beyond this number are dropped at random, because recurrent cells train slowly. */
  readonly rowsAtMost?: number;
}

const Spec = z.looseObject({ name: z.string(), shape: z.array(z.int()), dtype: z.literal("float32") });
const ModelJson = z.looseObject({ weightsManifest: z.tuple([z.looseObject({ weights: z.array(Spec) })]) });

const Settings = z.strictObject({
  loss: LossSettings,
  offset: z.boolean(),
  unit: z.number().positive(),
  encoder: Encoder,
  /** Encodes the channels of the days. */
  channels: Encoder.nullable(),
  architecture: Architecture,
  /** The backend that trained the model. The last digits of the weights depend on it. */
  backend: z.string(),
  /** TensorFlow.js's own model.json. The weights beside it are its weights.bin. */
  model: ModelJson,
});
type Settings = z.infer<typeof Settings>;

/** Networks that TensorFlow.js trains and plain TypeScript serves. */
export function neural(name: string, options: NeuralOptions): Family {
  return {
    name,
    fit: async (examples, fitOptions) => {
      const { settings, weights } = await fitNetwork(name, examples, options, fitOptions);
      return networkModel(name, settings, weights);
    },
    load: (saved) => networkModel(name, savedSettings(name, saved, Settings), saved.weights),
  };
}

async function fitNetwork(name: string, all: Examples, options: NeuralOptions, fit: FitOptions) {
  const { loss, offset, hidden, recurrent } = options;
  const { link } = lossFor(loss);
  const examples = sampleRows(all, options.rowsAtMost ?? all.rows, fit.seed);
  const { sequences } = examples;
  if (recurrent && !sequences)
    throw new Error(`${name} needs the days before each row, and these rows have none`);
  const { encoder, inputs } = encodedOnce(examples);
  const channels = recurrent && sequences ? fitEncoder(sequenceInputs(sequences)) : null;
  const plain = { loss, offset, unit: targetScale(examples, link), encoder, channels };
  const architecture = {
    width: encodedWidth(encoder),
    hidden: [...hidden],
    recurrent:
      recurrent && sequences && channels
        ? { ...recurrent, steps: sequences.steps, channels: encodedWidth(channels) }
        : null,
  };
  const prepared = (rows: Examples, known?: Float64Array): Prepared => ({
    ...encodeInputs({ ...plain, architecture }, rows, known),
    targets: link === "logit" ? rows.y.map((truth) => Number(truth > 0)) : targets(rows, link, plain.unit),
    weight: rows.weight,
  });
  const { trainNetwork } = await import("./train.ts");
  const { json, weights, backend } = await trainNetwork(
    architecture,
    options,
    prepared(examples, inputs),
    fit.tuning && prepared(fit.tuning),
    fit,
  );
  const settings: Settings = { ...plain, architecture, backend, model: ModelJson.parse(json) };
  return { settings, weights };
}

function sampleRows(examples: Examples, most: number, seed: number): Examples {
  if (examples.rows <= most) return examples;
  const rows = [...permutation(examples.rows, stream(seed, "thinned")).subarray(0, most)].sort(
    (a, b) => a - b,
  );
  return selectExamples(examples, rows);
}

type Encoding = Pick<Settings, "loss" | "offset" | "unit" | "encoder" | "channels" | "architecture">;

function encodeInputs(
  { loss, offset, unit, encoder, channels, architecture }: Encoding,
  inputs: Inputs,
  features = encodedFor(encoder, inputs),
) {
  const { link } = lossFor(loss);
  const { sequences } = inputs;
  if (channels && !sequences)
    throw new Error("the model reads the days before each row, and these rows have none");
  return {
    rows: inputs.rows,
    width: architecture.width,
    features,
    days: channels && sequences ? encode(channels, sequenceInputs(sequences)) : undefined,
    steps: architecture.recurrent?.steps ?? 0,
    channels: architecture.recurrent?.channels ?? 0,
    offsets: offsets(inputs, link, unit, offset),
  };
}

const sequenceInputs = ({ channels, values }: Sequences) => ({
  features: channels,
  rows: values.length / channels.length,
  x: Float64Array.from(values),
});

function networkModel(name: string, settings: Settings, bytes: Uint8Array): Model {
  const network = openNetwork(settings.architecture, weightsByName(settings, bytes));
  const { link } = lossFor(settings.loss);
  return {
    predict: (inputs) => {
      const { features, days, offsets: scores } = encodeInputs(settings, inputs);
      const corrections = forward(network, inputs.rows, features, days);
      for (let row = 0; row < corrections.length; row++)
        scores[row] = (scores[row] ?? 0) + (corrections[row] ?? 0);
      return toPredictions(scores, link, settings.unit);
    },
    explain: explainer(settings, network),
    save: () => ({ family: name, settings, weights: bytes }),
  };
}

/** Explains relative to a row that is average in every feature and has the same days. */
function explainer(settings: Settings, network: Network) {
  const { encoder, loss, unit } = settings;
  const { link } = lossFor(loss);
  const sources = inputSources(encoder);
  const rowShares = integratedShares(network);
  return (inputs: Inputs, row: number): Float64Array => {
    const { features, days, offsets: scores } = encodeInputs(settings, oneRow(inputs, row));
    const { baseline, shares } = rowShares(denseInput(network, features, days, 0));
    const byFeature = new Float64Array(encoder.length);
    for (const [place, source] of sources.entries())
      byFeature[source] = (byFeature[source] ?? 0) + (shares[place] ?? 0);
    return inTargetUnit(byFeature, (scores[0] ?? 0) + baseline, link, unit);
  };
}

/** weights.bin holds the arrays one after the other, in the order of the manifest. */
function weightsByName({ model }: Settings, bytes: Uint8Array): Weights {
  const { buffer } = Uint8Array.from(bytes);
  const weights = new Map<string, Float32Array>();
  let at = 0;
  for (const { name, shape } of model.weightsManifest[0].weights) {
    const length = shape.reduce((size, side) => size * side, 1);
    if (4 * (at + length) > buffer.byteLength) throw new Error(`the weights end before ${name}`);
    weights.set(name, new Float32Array(buffer, 4 * at, length));
    at += length;
  }
  if (4 * at !== buffer.byteLength)
    throw new Error(`the weights have ${buffer.byteLength} bytes, not ${4 * at}`);
  return weights;
}
