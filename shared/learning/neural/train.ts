import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { LossSettings } from "../losses.ts";
import { permutation } from "../metrics/importance.ts";
import type { FitOptions } from "../model.ts";
import { stream } from "../random.ts";
import type { Architecture } from "./architecture.ts";
import { type Backend, chooseBackend } from "./backend.ts";
import { batchOf, type Prepared } from "./batch.ts";
import { buildNetwork, toFiles } from "./network.ts";
import { lossTensor } from "./objective.ts";

export interface TrainingRules {
  readonly loss: LossSettings;
  readonly epochs: number;
  /** The most rows a step: few rows make smaller batches, so that there are as many steps as `leastSteps`. */
  readonly batch: number;
  readonly leastSteps: number;
  readonly learningRate: number;
  /** Epochs without a gain on the tuning rows before it stops. */
  readonly patience: number;
  readonly backends?: readonly Backend[];
}

export interface Trained {
  readonly json: unknown;
  readonly weights: Uint8Array;
  readonly backend: Backend;
}

/** Everything that needs TensorFlow.js: imported only when something is trained. */
export async function trainNetwork(
  architecture: Architecture,
  rules: TrainingRules,
  data: Prepared,
  tuning: Prepared | undefined,
  { seed, signal, note }: Pick<FitOptions, "seed" | "signal" | "note">,
): Promise<Trained> {
  const { backend, skipped } = await chooseBackend(rules.backends);
  note?.(`TensorFlow.js runs on ${backend}${skipped.map((reason) => `; not on ${reason}`).join("")}`);
  const model = buildNetwork(architecture, seed);
  // Clipping slopes is left to Adam, which divides each by its own usual size.
  const optimizer = tf.train.adam(rules.learningRate);
  try {
    runEpochs(model, optimizer, rules, data, tuning, seed, signal);
    return { ...(await toFiles(model)), backend };
  } finally {
    model.dispose();
    // The model does not let go of what its optimizer keeps.
    optimizer.dispose();
  }
}

/** Fewer rows than this are no sample of the others. */
const SMALLEST_BATCH = 32;

const batchSize = ({ batch, leastSteps, epochs }: TrainingRules, rows: number): number =>
  Math.min(batch, Math.max(SMALLEST_BATCH, Math.floor((epochs * rows) / leastSteps)));

function runEpochs(
  model: LayersModel,
  optimizer: tf.AdamOptimizer,
  rules: TrainingRules,
  data: Prepared,
  tuning: Prepared | undefined,
  seed: number,
  signal: AbortSignal | undefined,
): void {
  const random = stream(seed, "epochs");
  const batch = batchSize(rules, data.rows);
  let best = { loss: Number.POSITIVE_INFINITY, epoch: 0, weights: weightsOf(model) };
  for (let epoch = 1; epoch <= rules.epochs; epoch++) {
    // model.fit shuffles by Math.random, which no seed reaches: the order is ours.
    const order = permutation(data.rows, random);
    for (let from = 0; from < order.length; from += batch) {
      signal?.throwIfAborted();
      const done = (epoch - 1 + from / order.length) / rules.epochs;
      // The steps shrink to nothing at the end, or the last few large customers would decide.
      Reflect.set(optimizer, "learningRate", rules.learningRate * (0.5 + 0.5 * Math.cos(Math.PI * done)));
      step(model, optimizer, rules.loss, data, order.subarray(from, from + batch));
    }
    if (!tuning) continue;
    const loss = lossOn(model, rules.loss, tuning, rules.batch);
    if (loss < best.loss) best = { loss, epoch, weights: weightsOf(model) };
    if (epoch - best.epoch >= rules.patience) break;
  }
  if (tuning) restore(model, best.weights);
}

function step(
  model: LayersModel,
  optimizer: tf.AdamOptimizer,
  loss: LossSettings,
  data: Prepared,
  rows: Uint32Array,
): void {
  tf.tidy(() => {
    optimizer.minimize(() => tf.mean(weightedLoss(model, loss, data, rows, true)) as tf.Scalar);
  });
}

function weightedLoss(
  model: LayersModel,
  loss: LossSettings,
  data: Prepared,
  rows: Uint32Array,
  training: boolean,
): tf.Tensor {
  const { inputs, truths, offsets, weight } = batchOf(data, rows);
  const raw = model.apply(inputs, { training }) as tf.Tensor;
  return tf.mul(weight, lossTensor(loss, truths, tf.add(raw, offsets)));
}

function lossOn(model: LayersModel, loss: LossSettings, data: Prepared, batch: number): number {
  const all = Uint32Array.from({ length: data.rows }, (_, row) => row);
  let total = 0;
  for (let from = 0; from < data.rows; from += batch)
    total += tf.tidy(
      () =>
        tf.sum(weightedLoss(model, loss, data, all.subarray(from, from + batch), false)).dataSync()[0] ?? 0,
    );
  return total;
}

const weightsOf = (model: LayersModel): readonly { shape: number[]; values: Float32Array }[] =>
  model.getWeights().map((weight) => ({ shape: weight.shape, values: Float32Array.from(weight.dataSync()) }));

function restore(model: LayersModel, weights: ReturnType<typeof weightsOf>): void {
  tf.tidy(() => model.setWeights(weights.map(({ shape, values }) => tf.tensor(values, shape))));
}
