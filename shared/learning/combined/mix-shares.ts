import type { Numbers } from "../numbers.ts";
import { sum } from "../numbers.ts";

/** The loss of each row. */
type Loss = (y: Numbers, predicted: Numbers) => Float64Array;

const picks = 40;
const enoughRows = 20_000;

/**
 * How much of each prediction makes the mixture with the lowest loss: starting from the best one, again and again the one is
 * added that lowers the loss most (Caruana and others, 2004, "Ensemble selection from libraries of models"). Predictions must
 * be of rows that their models were not fitted on.
 */
export function mixShares(y: Float64Array, predictions: readonly Float64Array[], loss: Loss): Float64Array {
  const step = Math.max(1, Math.ceil(y.length / enoughRows));
  const thinned = (values: Float64Array) => values.filter((_, row) => row % step === 0);
  const [truths, all] = [thinned(y), predictions.map(thinned)];
  const counts = new Float64Array(all.length);
  let total = new Float64Array(truths.length);
  let best = { loss: Number.POSITIVE_INFINITY, shares: counts };
  for (let picked = 1; picked <= picks; picked++) {
    const tried = all.map((prediction) => {
      const mixed = total.map((value, row) => value + (prediction[row] ?? 0));
      return {
        mixed,
        loss: sum(
          loss(
            truths,
            mixed.map((value) => value / picked),
          ),
        ),
      };
    });
    const losses = tried.map((each) => each.loss);
    const place = losses.indexOf(Math.min(...losses));
    counts[place] = (counts[place] ?? 0) + 1;
    total = tried[place]?.mixed ?? total;
    const lowest = losses[place] ?? Number.POSITIVE_INFINITY;
    if (lowest < best.loss) best = { loss: lowest, shares: counts.map((count) => count / picked) };
  }
  return best.shares;
}
