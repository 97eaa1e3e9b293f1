import { type Dense, runDense } from "./forward.ts";

const STEPS = 12;

/**
 * What each of the first `width` inputs adds to the score on the straight way from 0, the usual, to its value
 * (integrated gradients). The other inputs stay as they are. Shares add up to the whole move exactly.
 */
export function integratedShares(layers: readonly Dense[], input: Float64Array, width: number) {
  const [first, ...rest] = layers;
  if (!first) throw new Error("a network has a layer");
  // Before the first layer is cut off at zero it moves evenly along the way: two ends say all of it.
  const start = runDense(
    first,
    input.map((value, place) => (place < width ? 0 : value)),
    new Float64Array(first.outputs),
    false,
  );
  const end = runDense(first, input, new Float64Array(first.outputs), false);
  const shares = slopesBefore(first, meanSlopes(rest, start, end), new Float64Array(first.inputs))
    .subarray(0, width)
    .map((slope, place) => slope * (input[place] ?? 0));
  const usual = scoreAt(rest, start);
  return { usual, shares: completed(shares, scoreAt(rest, end) - usual) };
}

/** What the steps were too coarse for goes to each in proportion to its size. */
function completed(shares: Float64Array, move: number): Float64Array {
  const size = shares.reduce((total, share) => total + Math.abs(share), 0);
  const missing = move - shares.reduce((total, share) => total + share, 0);
  return size === 0 ? shares : shares.map((share) => share + (missing * Math.abs(share)) / size);
}

const scoreAt = (layers: readonly Dense[], sums: Float64Array): number =>
  pass(layers, sums, buffersFor(layers, sums)).at(-1)?.[0] ?? 0;

/** The score's slope in each sum of the first layer, at the middles of the steps from one end to the other. */
function meanSlopes(layers: readonly Dense[], start: Float64Array, end: Float64Array): Float64Array {
  const values = buffersFor(layers, start);
  const slopes = buffersFor(layers, start);
  const sums = new Float64Array(start.length);
  const mean = new Float64Array(start.length);
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

const buffersFor = (layers: readonly Dense[], sums: Float64Array): readonly Float64Array[] => [
  new Float64Array(sums.length),
  ...layers.map(({ outputs }) => new Float64Array(outputs)),
];

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
): Float64Array {
  for (let input = 0; input < inputs; input++) {
    let total = 0;
    if (values === undefined || (values[input] ?? 0) > 0)
      for (let output = 0; output < outputs; output++)
        total += (after[output] ?? 0) * (kernel[input * outputs + output] ?? 0);
    before[input] = total;
  }
  return before;
}
