import { type Architecture, hiddenName, RECURRENT, SCORE } from "./architecture.ts";
import { type CellWeights, runCell } from "./cells.ts";

/** Weights by their TensorFlow.js names, row-major. */
export type Weights = ReadonlyMap<string, Float32Array>;

export interface Dense {
  readonly inputs: number;
  readonly outputs: number;
  /** float64 holds each float32 exactly and avoids conversions between sums. */
  readonly kernel: Float64Array;
  readonly bias: Float64Array;
}

export type Network = ReturnType<typeof openNetwork>;

/** The network in plain TypeScript: loading TensorFlow.js takes forty times as long as a prediction. */
export function openNetwork(architecture: Architecture, weights: Weights) {
  const layers = denseLayers(architecture, weights);
  return {
    architecture,
    cell: architecture.recurrent ? cellWeights(weights) : undefined,
    layers,
    /** One buffer per layer, reused for every row. */
    values: layers.map(({ outputs }) => new Float64Array(outputs)),
  };
}

/** Returns one score per row. */
export function forward(
  network: Network,
  rows: number,
  features: Float64Array,
  days: Float64Array | undefined,
): Float64Array {
  const { layers, values } = network;
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let given = denseInput(network, features, days, row);
    for (const [place, layer] of layers.entries())
      given = runDense(layer, given, values[place] ?? given, place < layers.length - 1);
    scores[row] = given[0] ?? 0;
  }
  return scores;
}

/** One row's features, followed by the state of the cell after its days. */
export function denseInput(
  { architecture: { width, recurrent }, cell }: Network,
  features: Float64Array,
  days: Float64Array | undefined,
  row: number,
): Float64Array {
  const own = features.subarray(row * width, (row + 1) * width);
  if (!recurrent || !cell || !days) return own;
  const size = recurrent.steps * recurrent.channels;
  const input = new Float64Array(width + recurrent.units);
  input.set(own);
  input.set(runCell(recurrent, cell, days.subarray(row * size, (row + 1) * size)), width);
  return input;
}

function denseLayers({ width, hidden, recurrent }: Architecture, weights: Weights): readonly Dense[] {
  const sizes = [width + (recurrent?.units ?? 0), ...hidden, 1];
  return sizes.slice(1).map((outputs, place) => {
    const name = place < hidden.length ? hiddenName(place) : SCORE;
    const inputs = sizes[place] ?? 0;
    return {
      inputs,
      outputs,
      kernel: Float64Array.from(requireWeights(weights, `${name}/kernel`, inputs * outputs)),
      bias: Float64Array.from(requireWeights(weights, `${name}/bias`, outputs)),
    };
  });
}

const cellWeights = (weights: Weights): CellWeights => ({
  kernel: requireWeights(weights, `${RECURRENT}/kernel`),
  recurrent: requireWeights(weights, `${RECURRENT}/recurrent_kernel`),
  bias: requireWeights(weights, `${RECURRENT}/bias`),
});

function requireWeights(weights: Weights, name: string, length?: number): Float32Array {
  const found = weights.get(name);
  if (found && (length === undefined || found.length === length)) return found;
  throw new Error(
    `the network needs ${length ?? "some"} weights named ${name}, but has ${found?.length ?? "none"}`,
  );
}

export function runDense(
  { inputs, outputs, kernel, bias }: Dense,
  from: Float64Array,
  to: Float64Array,
  relu: boolean,
): Float64Array {
  to.set(bias);
  for (let input = 0; input < inputs; input++) {
    const value = from[input] ?? 0;
    if (value !== 0) addScaled(to, kernel, input * outputs, value);
  }
  if (relu) for (let output = 0; output < outputs; output++) to[output] = Math.max(0, to[output] ?? 0);
  return to;
}

function addScaled(to: Float64Array, kernel: Float64Array, from: number, value: number): void {
  for (let place = 0; place < to.length; place++)
    to[place] = (to[place] ?? 0) + value * (kernel[from + place] ?? 0);
}
