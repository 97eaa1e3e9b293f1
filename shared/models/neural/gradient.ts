import { type Dense, runDense } from "./forward.ts";

const STEPS = 24;

/**
 * What each of the first `width` inputs adds to the score on the straight way from 0, the usual, to its value
 * (integrated gradients). The other inputs stay as they are. Shares add up to the whole move exactly.
 */
export function integratedShares(layers: readonly Dense[], input: Float64Array, width: number) {
  const at = (share: number) => input.map((value, place) => (place < width ? value * share : value));
  const shares = new Float64Array(width);
  for (let step = 0; step < STEPS; step++) {
    const slopes = slopesAt(layers, at((step + 0.5) / STEPS));
    for (let place = 0; place < width; place++)
      shares[place] = (shares[place] ?? 0) + ((slopes[place] ?? 0) * (input[place] ?? 0)) / STEPS;
  }
  const usual = scoreAt(layers, at(0));
  return { usual, shares: completed(shares, scoreAt(layers, input) - usual) };
}

/** What the steps were too coarse for goes to each in proportion to its size. */
function completed(shares: Float64Array, move: number): Float64Array {
  const size = shares.reduce((total, share) => total + Math.abs(share), 0);
  const missing = move - shares.reduce((total, share) => total + share, 0);
  return size === 0 ? shares : shares.map((share) => share + (missing * Math.abs(share)) / size);
}

const scoreAt = (layers: readonly Dense[], input: Float64Array): number =>
  activations(layers, input).at(-1)?.[0] ?? 0;

function activations(layers: readonly Dense[], input: Float64Array): readonly Float64Array[] {
  const all = [input];
  for (const [place, layer] of layers.entries())
    all.push(
      runDense(layer, all[place] ?? input, new Float64Array(layer.outputs), place < layers.length - 1),
    );
  return all;
}

/** The slope of the score in each input, from the last layer back to the first. */
function slopesAt(layers: readonly Dense[], input: Float64Array): Float64Array {
  const values = activations(layers, input);
  let slopes: Float64Array = Float64Array.of(1);
  for (let place = layers.length - 1; place >= 0; place--) {
    const layer = layers[place];
    if (layer) slopes = slopesBefore(layer, slopes);
    // Nothing passes a unit that is silent.
    if (place > 0) slopes = slopes.map((slope, unit) => ((values[place]?.[unit] ?? 0) > 0 ? slope : 0));
  }
  return slopes;
}

const slopesBefore = ({ inputs, outputs, kernel }: Dense, slopes: Float64Array): Float64Array =>
  Float64Array.from({ length: inputs }, (_, input) =>
    slopes.reduce((total, slope, output) => total + slope * (kernel[input * outputs + output] ?? 0), 0),
  );
