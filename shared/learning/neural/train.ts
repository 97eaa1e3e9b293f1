import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type LossSettings, SCORE_LIMIT } from "../losses.ts";
import { permutation } from "../metrics/importance.ts";
import type { FitOptions } from "../model.ts";
import { stream } from "../random.ts";
import type { Architecture } from "./architecture.ts";
import { type Backend, chooseBackend } from "./backend.ts";
import { makeBatch, type Prepared } from "./batch.ts";
import { buildNetwork, toFiles } from "./network.ts";

export interface TrainingRules {
  readonly loss: LossSettings;
  readonly epochs: number;
  /** The most rows per step. With few rows batches are smaller, so that training takes at least `leastSteps`. */
  readonly batch: number;
  readonly leastSteps: number;
  readonly learningRate: number;
  /** Training stops after so many epochs without a gain on the tuning rows. */
  readonly patience: number;
  readonly backends?: readonly Backend[];
}

/** All that needs TensorFlow.js. Imported for training only. */
export async function trainNetwork(
  architecture: Architecture,
  rules: TrainingRules,
  data: Prepared,
  tuning: Prepared | undefined,
  { seed, signal, note }: Pick<FitOptions, "seed" | "signal" | "note">,
) {
  const { backend, skipped } = await chooseBackend(rules.backends);
  note?.(`TensorFlow.js runs on ${backend}${skipped.map((reason) => `; not on ${reason}`).join("")}`);
  const model = buildNetwork(architecture, seed);
  // No gradient clipping: Adam divides each gradient by its usual size.
  const optimizer = tf.train.adam(rules.learningRate);
  try {
    runEpochs(model, optimizer, rules, data, tuning, seed, signal);
    return { ...(await toFiles(model)), backend };
  } finally {
    model.dispose();
    // model.dispose() does not free the optimizer's tensors.
    optimizer.dispose();
  }
}

/** Fewer rows give too noisy a gradient. */
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
  let best = { loss: Number.POSITIVE_INFINITY, epoch: 0, weights: copyWeights(model) };
  for (let epoch = 1; epoch <= rules.epochs; epoch++) {
    // Shuffled here, because model.fit uses Math.random, which cannot be seeded.
    const order = permutation(data.rows, random);
    for (let from = 0; from < order.length; from += batch) {
      signal?.throwIfAborted();
      const done = (epoch - 1 + from / order.length) / rules.epochs;
      // Cosine decay to 0: otherwise the last few large customers would dominate.
      Reflect.set(optimizer, "learningRate", rules.learningRate * (0.5 + 0.5 * Math.cos(Math.PI * done)));
      step(model, optimizer, rules.loss, data, order.subarray(from, from + batch));
    }
    if (!tuning) continue;
    const loss = totalLoss(model, rules.loss, tuning, rules.batch);
    if (loss < best.loss) best = { loss, epoch, weights: copyWeights(model) };
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
  const { inputs, truths, offsets, weight } = makeBatch(data, rows);
  const raw = model.apply(inputs, { training }) as tf.Tensor;
  return tf.mul(weight, lossTensor(loss, truths, tf.add(raw, offsets)));
}

function totalLoss(model: LayersModel, loss: LossSettings, data: Prepared, batch: number): number {
  const all = Uint32Array.from({ length: data.rows }, (_, row) => row);
  let total = 0;
  for (let from = 0; from < data.rows; from += batch)
    total += tf.tidy(
      () =>
        tf.sum(weightedLoss(model, loss, data, all.subarray(from, from + batch), false)).dataSync()[0] ?? 0,
    );
  return total;
}

const copyWeights = (model: LayersModel): readonly { shape: number[]; values: Float32Array }[] =>
  model.getWeights().map((weight) => ({ shape: weight.shape, values: Float32Array.from(weight.dataSync()) }));

function restore(model: LayersModel, weights: ReturnType<typeof copyWeights>): void {
  tf.tidy(() => model.setWeights(weights.map(({ shape, values }) => tf.tensor(values, shape))));
}

/** The losses of losses.ts on tensors, one value per row. */
export function lossTensor(settings: LossSettings, truths: tf.Tensor, raw: tf.Tensor): tf.Tensor {
  const scores = tf.clipByValue(raw, -SCORE_LIMIT, SCORE_LIMIT);
  switch (settings.loss) {
    case "squared":
      return tf.mul(0.5, tf.square(tf.sub(raw, truths)));
    case "poisson":
      return tf.sub(tf.exp(scores), tf.mul(truths, scores));
    case "gamma":
      return tf.add(scores, tf.mul(truths, tf.exp(tf.neg(scores))));
    case "logistic":
      return tf.sub(tf.softplus(scores), tf.mul(truths, scores));
    case "tweedie": {
      const [one, two] = [1 - settings.power, 2 - settings.power];
      const amount = tf.div(tf.exp(tf.mul(two, scores)), two);
      return tf.sub(amount, tf.div(tf.mul(truths, tf.exp(tf.mul(one, scores))), one));
    }
    case "pinball": {
      const miss = tf.sub(truths, raw);
      return tf.maximum(tf.mul(settings.share, miss), tf.mul(settings.share - 1, miss));
    }
  }
}
