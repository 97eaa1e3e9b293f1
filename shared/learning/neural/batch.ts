import * as tf from "@tensorflow/tfjs-core";

/** The input of training, in the family's unit. */
export interface Prepared {
  readonly rows: number;
  readonly width: number;
  readonly features: Float64Array;
  readonly days: Float64Array | undefined;
  readonly steps: number;
  readonly channels: number;
  readonly targets: Float64Array;
  readonly offsets: Float64Array;
  readonly weight: Float64Array;
}

/** Makes tensors of the rows of a batch. Call it inside tf.tidy, which disposes of them. */
export function makeBatch(data: Prepared, rows: Uint32Array) {
  const column = (values: Float64Array) =>
    tf.tensor2d(
      Float32Array.from(rows, (row) => values[row] ?? 0),
      [rows.length, 1],
    );
  const inputs: tf.Tensor[] = [
    tf.tensor2d(gatherRows(data.features, data.width, rows), [rows.length, data.width]),
  ];
  if (data.days) {
    const { steps, channels } = data;
    inputs.push(tf.tensor3d(gatherRows(data.days, steps * channels, rows), [rows.length, steps, channels]));
  }
  return {
    inputs,
    truths: column(data.targets),
    offsets: column(data.offsets),
    weight: column(data.weight),
  };
}

function gatherRows(values: Float64Array, width: number, rows: Uint32Array): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (const [place, row] of rows.entries())
    out.set(values.subarray(row * width, (row + 1) * width), place * width);
  return out;
}
