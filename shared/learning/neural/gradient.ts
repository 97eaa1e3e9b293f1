import { sum } from "../numbers.ts";
import { type Dense, type Network, runDense } from "./forward.ts";

const STEPS = 12;

/**
 * Integrated gradients (Sundararajan, Taly and Yan 2017): what each feature adds to the score on the straight path from 0,
 * its average, to its value. The state of a recurrent cell stays fixed. The shares add up exactly to the score's change.
 */
export function integratedShares({ layers, architecture: { width } }: Network) {
  const [first, ...rest] = layers;
  if (!first) throw new Error("a network has a layer");
  const path = pathBuffers(rest, first.outputs);
  // The buffers are reused for every row.
  const start = new Float64Array(first.inputs);
  const slopes = new Float64Array(first.inputs);
  return (input: Float64Array) => {
    start.set(input);
    start.fill(0, 0, width);
    // Before its ReLU the first layer is linear along the path: its two ends determine it.
    runDense(first, start, path.start, false);
    runDense(first, input, path.end, false);
    propagateBack(first, meanSlopes(rest, path), slopes);
    const shares = new Float64Array(width);
    for (let place = 0; place < width; place++) shares[place] = (slopes[place] ?? 0) * (input[place] ?? 0);
    // The score of a row that is average in every feature.
    const baseline = scoreAt(rest, path.start, path.values);
    return { baseline, shares: withExactSum(shares, scoreAt(rest, path.end, path.values) - baseline) };
  };
}

/** Distributes the error of the numerical integration over the shares in proportion to their size. */
function withExactSum(shares: Float64Array, change: number): Float64Array {
  const size = sum(shares.map(Math.abs));
  const missing = change - sum(shares);
  if (size !== 0)
    for (const [place, share] of shares.entries()) shares[place] = share + (missing * Math.abs(share)) / size;
  return shares;
}

/** Buffers: the sums of the first layer at both ends of the path and at the current step, and all later layers. */
function pathBuffers(layers: readonly Dense[], units: number) {
  const one = () => new Float64Array(units);
  const each = () => [one(), ...layers.map(({ outputs }) => new Float64Array(outputs))];
  return { start: one(), end: one(), sums: one(), values: each(), slopes: each(), mean: one() };
}

const scoreAt = (layers: readonly Dense[], sums: Float64Array, values: readonly Float64Array[]): number =>
  pass(layers, sums, values).at(-1)?.[0] ?? 0;

/** The mean gradient of the score in each sum of the first layer, at the midpoints of the steps along the path. */
function meanSlopes(
  layers: readonly Dense[],
  { start, end, sums, values, slopes, mean }: ReturnType<typeof pathBuffers>,
): Float64Array {
  mean.fill(0);
  for (let step = 0; step < STEPS; step++) {
    const share = (step + 0.5) / STEPS;
    for (let unit = 0; unit < sums.length; unit++) {
      const from = start[unit] ?? 0;
      sums[unit] = from + share * ((end[unit] ?? 0) - from);
    }
    pass(layers, sums, values);
    passBack(layers, values, slopes);
    for (let unit = 0; unit < mean.length; unit++)
      mean[unit] = (mean[unit] ?? 0) + (slopes[0]?.[unit] ?? 0) / STEPS;
  }
  return mean;
}

/** The forward pass into the buffers, with ReLU after each layer except the last. */
function pass(
  layers: readonly Dense[],
  sums: Float64Array,
  values: readonly Float64Array[],
): readonly Float64Array[] {
  const [first] = values;
  for (let unit = 0; first && unit < sums.length; unit++)
    first[unit] = layers.length === 0 ? (sums[unit] ?? 0) : Math.max(0, sums[unit] ?? 0);
  for (const [place, layer] of layers.entries()) {
    const [from, to] = [values[place], values[place + 1]];
    if (from && to) runDense(layer, from, to, place < layers.length - 1);
  }
  return values;
}

/** The backward pass: the gradient of the score in each value. A unit that ReLU cut off passes none. */
function passBack(
  layers: readonly Dense[],
  values: readonly Float64Array[],
  slopes: readonly Float64Array[],
): void {
  slopes.at(-1)?.fill(1);
  for (let place = layers.length - 1; place >= 0; place--) {
    const [layer, after, before] = [layers[place], slopes[place + 1], slopes[place]];
    if (layer && after && before) propagateBack(layer, after, before, values[place]);
  }
}

function propagateBack(
  { inputs, outputs, kernel }: Dense,
  after: Float64Array,
  before: Float64Array,
  values?: Float64Array,
): void {
  for (let input = 0; input < inputs; input++) {
    let total = 0;
    if (values === undefined || (values[input] ?? 0) > 0)
      for (let output = 0; output < outputs; output++)
        total += (after[output] ?? 0) * (kernel[input * outputs + output] ?? 0);
    before[input] = total;
  }
}
