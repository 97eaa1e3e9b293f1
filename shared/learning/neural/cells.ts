import type { Architecture } from "./architecture.ts";

type Recurrent = NonNullable<Architecture["recurrent"]>;

export interface CellWeights {
  /** channels × (gates · units) */
  readonly kernel: Float32Array;
  /** units × (gates · units) */
  readonly recurrent: Float32Array;
  readonly bias: Float32Array;
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** Returns the state of the cell after the last day. */
export function runCell(shape: Recurrent, weights: CellWeights, days: Float64Array): Float64Array {
  const { cell, units, steps, channels } = shape;
  const state = new Float64Array(units);
  const cellState = new Float64Array(units);
  const gates = new Float64Array(weights.bias.length);
  for (let step = 0; step < steps; step++) {
    gates.set(weights.bias);
    addProduct(gates, weights.kernel, days.subarray(step * channels, (step + 1) * channels), 0, gates.length);
    if (cell === "gru") stepGru(gates, weights.recurrent, state);
    else {
      addProduct(gates, weights.recurrent, state, 0, gates.length);
      if (cell === "lstm") stepLstm(gates, state, cellState);
      else for (let unit = 0; unit < units; unit++) state[unit] = Math.tanh(gates[unit] ?? 0);
    }
  }
  return state;
}

/** The gates in order: input, forget, candidate, output. */
function stepLstm(gates: Float64Array, state: Float64Array, cellState: Float64Array): void {
  const units = state.length;
  for (let unit = 0; unit < units; unit++) {
    const added = sigmoid(gates[unit] ?? 0) * Math.tanh(gates[2 * units + unit] ?? 0);
    const kept = sigmoid(gates[units + unit] ?? 0) * (cellState[unit] ?? 0);
    cellState[unit] = kept + added;
    state[unit] = sigmoid(gates[3 * units + unit] ?? 0) * Math.tanh(kept + added);
  }
}

/** The gates in order: update, reset, candidate. */
function stepGru(gates: Float64Array, recurrent: Float32Array, state: Float64Array): void {
  const units = state.length;
  addProduct(gates, recurrent, state, 0, 2 * units);
  const seen = state.map((value, unit) => value * sigmoid(gates[units + unit] ?? 0));
  addProduct(gates, recurrent, seen, 2 * units, 3 * units);
  for (let unit = 0; unit < units; unit++) {
    const keep = sigmoid(gates[unit] ?? 0);
    state[unit] = keep * (state[unit] ?? 0) + (1 - keep) * Math.tanh(gates[2 * units + unit] ?? 0);
  }
}

/** Adds values × matrix to the gates from `from` to `to`. */
function addProduct(
  gates: Float64Array,
  matrix: Float32Array,
  values: Float64Array,
  from: number,
  to: number,
): void {
  for (let input = 0; input < values.length; input++) {
    const value = values[input] ?? 0;
    if (value === 0) continue;
    for (let gate = from; gate < to; gate++)
      gates[gate] = (gates[gate] ?? 0) + value * (matrix[input * gates.length + gate] ?? 0);
  }
}
