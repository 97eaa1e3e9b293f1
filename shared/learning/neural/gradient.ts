import { sum } from "../numbers.ts";
import { type Dense, type Network, runDense } from "./forward.ts";

const STEPS = 12;

export interface Shares {
  /** The score of somebody who is usual in every feature. */
  readonly usual: number;
  readonly shares: Float64Array;
}

/**
 * What each of a row's features adds to the score on the straight way from 0, the usual, to its value (integrated
 * gradients). What a cell remembers stays as it is. Shares add up to the whole move exactly.
 */
export function integratedShares({
  layers,
  architecture: { width },
}: Network): (input: Float64Array) => Shares {
  const [first, ...rest] = layers;
  if (!first) throw new Error("a network has a layer");
  const way = wayThrough(rest, first.outputs);
  // Used again for every row: nothing of a row outlives its answer.
  const plain = new Float64Array(first.inputs);
  const slopes = new Float64Array(first.inputs);
  return (input) => {
    plain.set(input);
    plain.fill(0, 0, width);
    // Before the first layer is cut off at zero it moves evenly along the way: two ends say all of it.
    runDense(first, plain, way.start, false);
    runDense(first, input, way.end, false);
    slopesBefore(first, meanSlopes(rest, way), slopes);
    const shares = new Float64Array(width);
    for (let place = 0; place < width; place++) shares[place] = (slopes[place] ?? 0) * (input[place] ?? 0);
    const usual = scoreAt(rest, way.start, way.values);
    return { usual, shares: completed(shares, scoreAt(rest, way.end, way.values) - usual) };
  };
}

/** What the steps were too coarse for goes to each in proportion to its size. */
function completed(shares: Float64Array, move: number): Float64Array {
  const size = sum(shares.map(Math.abs));
  const missing = move - sum(shares);
  if (size !== 0)
    for (const [place, share] of shares.entries()) shares[place] = share + (missing * Math.abs(share)) / size;
  return shares;
}

/** The sums of the first layer at both ends of the way and at the step that is looked at, and all that follows from them. */
interface Way {
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly sums: Float64Array;
  readonly values: readonly Float64Array[];
  readonly slopes: readonly Float64Array[];
  readonly mean: Float64Array;
}

function wayThrough(layers: readonly Dense[], units: number): Way {
  const one = () => new Float64Array(units);
  const each = () => [one(), ...layers.map(({ outputs }) => new Float64Array(outputs))];
  return { start: one(), end: one(), sums: one(), values: each(), slopes: each(), mean: one() };
}

const scoreAt = (layers: readonly Dense[], sums: Float64Array, values: readonly Float64Array[]): number =>
  pass(layers, sums, values).at(-1)?.[0] ?? 0;

/** The score's slope in each sum of the first layer, at the middles of the steps from one end to the other. */
function meanSlopes(layers: readonly Dense[], { start, end, sums, values, slopes, mean }: Way): Float64Array {
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

/** What each layer gives on, into the buffers; a layer's sums below zero are silent, but the score's. */
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

/** The slope of the score in each value, from the last layer back. Nothing passes a unit that is silent. */
function passBack(
  layers: readonly Dense[],
  values: readonly Float64Array[],
  slopes: readonly Float64Array[],
): void {
  slopes.at(-1)?.fill(1);
  for (let place = layers.length - 1; place >= 0; place--) {
    const [layer, after, before] = [layers[place], slopes[place + 1], slopes[place]];
    if (layer && after && before) slopesBefore(layer, after, before, values[place]);
  }
}

function slopesBefore(
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
