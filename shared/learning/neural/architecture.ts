import { z } from "zod";

export const Cell = z.enum(["simpleRNN", "lstm", "gru"]);
export type Cell = z.infer<typeof Cell>;

/** A small network: an optional recurrent cell over the days, then dense layers, then one score. */
export const Architecture = z.strictObject({
  /** Encoded features per row. */
  width: z.int().positive(),
  hidden: z.array(z.int().positive()),
  recurrent: z
    .strictObject({
      cell: Cell,
      units: z.int().positive(),
      steps: z.int().positive(),
      channels: z.int().positive(),
    })
    .nullable(),
});
export type Architecture = z.infer<typeof Architecture>;

/** The layer names, by which the TensorFlow.js layout identifies weights. */
export const RECURRENT = "days";
export const SCORE = "score";
export const hiddenName = (place: number): string => `hidden${place + 1}`;
