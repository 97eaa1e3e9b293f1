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
  const at = (share: number) => start.map((value, unit) => value + share * ((end[unit] ?? 0) - value));
  const mean = new Float64Array(first.outputs);
  for (let step = 0; step < STEPS; step++) {
    const slopes = slopesAt(rest, at((step + 0.5) / STEPS));
    for (let unit = 0; unit < mean.length; unit++)
      mean[unit] = (mean[unit] ?? 0) + (slopes[unit] ?? 0) / STEPS;
  }
  const shares = slopesBefore(first, mean)
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
  sumsOf(layers, sums).at(-1)?.[0] ?? 0;

/** What each layer adds up, before it is cut off at zero. */
function sumsOf(layers: readonly Dense[], sums: Float64Array): readonly Float64Array[] {
  const all = [sums];
  for (const [place, layer] of layers.entries())
    all.push(runDense(layer, active(all[place] ?? sums), new Float64Array(layer.outputs), false));
  return all;
}

const active = (sums: Float64Array): Float64Array => sums.map((sum) => Math.max(sum, 0));

/** The slope of the score in each sum, from the last layer back. */
function slopesAt(layers: readonly Dense[], sums: Float64Array): Float64Array {
  const all = sumsOf(layers, sums);
  let slopes: Float64Array = Float64Array.of(1);
  for (let place = layers.length - 1; place >= 0; place--) {
    const layer = layers[place];
    if (layer) slopes = slopesBefore(layer, slopes);
    // Nothing passes a unit that is silent.
    slopes = slopes.map((slope, unit) => ((all[place]?.[unit] ?? 0) > 0 ? slope : 0));
  }
  return slopes;
}

function slopesBefore({ inputs, outputs, kernel }: Dense, slopes: Float64Array): Float64Array {
  const before = new Float64Array(inputs);
  for (let input = 0; input < inputs; input++) {
    let total = 0;
    for (let output = 0; output < outputs; output++)
      total += (slopes[output] ?? 0) * (kernel[input * outputs + output] ?? 0);
    before[input] = total;
  }
  return before;
}
