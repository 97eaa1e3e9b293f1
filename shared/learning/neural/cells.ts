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

/** What the cell remembers after the last day. */
export function runCell(shape: Recurrent, weights: CellWeights, days: Float64Array): Float64Array {
  const { cell, units, steps, channels } = shape;
  const memory = new Float64Array(units);
  const carried = new Float64Array(units);
  const gates = new Float64Array(weights.bias.length);
  for (let step = 0; step < steps; step++) {
    gates.set(weights.bias);
    addProduct(gates, weights.kernel, days.subarray(step * channels, (step + 1) * channels), 0, gates.length);
    if (cell === "gru") stepGru(gates, weights.recurrent, memory);
    else {
      addProduct(gates, weights.recurrent, memory, 0, gates.length);
      if (cell === "lstm") stepLstm(gates, memory, carried);
      else for (let unit = 0; unit < units; unit++) memory[unit] = Math.tanh(gates[unit] ?? 0);
    }
  }
  return memory;
}

/** Gates in order: what to take in, what to keep, the new content, what to show. */
function stepLstm(gates: Float64Array, memory: Float64Array, carried: Float64Array): void {
  const units = memory.length;
  for (let unit = 0; unit < units; unit++) {
    const taken = sigmoid(gates[unit] ?? 0) * Math.tanh(gates[2 * units + unit] ?? 0);
    const kept = sigmoid(gates[units + unit] ?? 0) * (carried[unit] ?? 0);
    carried[unit] = kept + taken;
    memory[unit] = sigmoid(gates[3 * units + unit] ?? 0) * Math.tanh(kept + taken);
  }
}

/** Gates in order: how much to keep, how much of the past the new content sees, the new content. */
function stepGru(gates: Float64Array, recurrent: Float32Array, memory: Float64Array): void {
  const units = memory.length;
  addProduct(gates, recurrent, memory, 0, 2 * units);
  const seen = memory.map((value, unit) => value * sigmoid(gates[units + unit] ?? 0));
  addProduct(gates, recurrent, seen, 2 * units, 3 * units);
  for (let unit = 0; unit < units; unit++) {
    const keep = sigmoid(gates[unit] ?? 0);
    memory[unit] = keep * (memory[unit] ?? 0) + (1 - keep) * Math.tanh(gates[2 * units + unit] ?? 0);
  }
}

/** Adds values × matrix to some of the gates. */
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
