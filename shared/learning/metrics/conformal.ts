import { z } from "zod";
import { ascendingOrder, type Numbers, sorted } from "../numbers.ts";
import { meanLoss } from "./errors.ts";

/** Fewer rows cannot estimate a tail of 2.5 %. */
const ROWS_A_BIN = 80;
const MOST_BINS = 6;

const Bin = z.strictObject({
  /** The largest prediction of the bin; null for the last bin. */
  upTo: z.number().nullable(),
  rows: z.number(),
  low95: z.number(),
  low80: z.number(),
  high80: z.number(),
  high90: z.number(),
  high95: z.number(),
});

/** The residuals of a model on unseen rows, binned by prediction. Plain JSON. */
export const Calibration = z.strictObject({
  /** `ratio`: truth over prediction, for amounts that are never negative. `difference`: truth less prediction. */
  residual: z.enum(["ratio", "difference"]),
  bins: z.array(Bin).min(1),
});
export type Calibration = z.infer<typeof Calibration>;

/** Split conformal prediction. `y` and `predicted` must come from a window after the training rows. */
export function calibrate(y: Numbers, predicted: Numbers, residual: Calibration["residual"]): Calibration {
  if (y.length === 0) throw new Error("intervals need at least one row that the model was not fitted on");
  const order = ascendingOrder(predicted);
  const count = Math.max(1, Math.min(MOST_BINS, Math.floor(order.length / ROWS_A_BIN)));
  const ends = Array.from({ length: count }, (_, bin) => Math.round(((bin + 1) * order.length) / count));
  return {
    residual,
    bins: ends.map((end, bin) => {
      const rows = order.subarray(ends[bin - 1] ?? 0, end);
      const last = predicted[rows[rows.length - 1] ?? 0] ?? 0;
      const residuals = Float64Array.from(rows, (row) => {
        const [truth, value] = [y[row] ?? 0, predicted[row] ?? 0];
        return residual === "ratio" ? truth / Math.max(value, 1e-9) : truth - value;
      });
      return { upTo: bin === count - 1 ? null : last, rows: rows.length, ...tails(sorted(residuals)) };
    }),
  };
}

export function predictionInterval(calibration: Calibration, predicted: number) {
  const { bins, residual } = calibration;
  const bin = bins.find(({ upTo }) => upTo === null || predicted <= upTo) ?? bins[bins.length - 1];
  if (bin === undefined) throw new Error("this calibration has no bins");
  const at = (value: number) => (residual === "ratio" ? Math.max(predicted, 0) * value : predicted + value);
  return {
    low80: at(bin.low80),
    high80: at(bin.high80),
    low95: at(bin.low95),
    high95: at(bin.high95),
    /** 90 % of truths lie below. */
    upper90: at(bin.high90),
  };
}

/** Quantiles with the finite-sample correction of conformal prediction: n + 1 instead of n. */
function tails(residuals: Float64Array) {
  const rows = residuals.length;
  const upper = (share: number) => residuals[Math.min(rows, Math.ceil((rows + 1) * share)) - 1] ?? 0;
  const lower = (share: number) => residuals[Math.max(1, Math.floor((rows + 1) * share)) - 1] ?? 0;
  return {
    low95: lower(0.025),
    low80: lower(0.1),
    high80: upper(0.9),
    high90: upper(0.9),
    high95: upper(0.975),
  };
}

/** The pinball loss, which the true quantile of this share minimises. */
export const pinball = (y: Numbers, predicted: Numbers, share: number): number =>
  meanLoss(y, predicted, (truth, value) =>
    truth >= value ? share * (truth - value) : (1 - share) * (value - truth),
  );

/** The share of truths inside the interval. Without `low`: below the upper bound. */
export function coverage(y: Numbers, high: Numbers, low?: Numbers): number {
  let inside = 0;
  for (let row = 0; row < y.length; row++) {
    const truth = y[row] ?? 0;
    if (truth <= (high[row] ?? 0) && (low === undefined || truth >= (low[row] ?? 0))) inside++;
  }
  return inside / y.length;
}
