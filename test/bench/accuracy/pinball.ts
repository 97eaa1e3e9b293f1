import type { Band } from "../../../shared/learning/forecast/intervals.ts";

/** The mean pinball loss over the ends of both bands and the forecast itself. */
export const pinballOf = (truth: number, value: number, p80: Band, p95: Band): number => {
  const quantiles = [
    [0.025, value * p95.low],
    [0.1, value * p80.low],
    [0.5, value],
    [0.9, value * p80.high],
    [0.975, value * p95.high],
  ] as const;
  const losses = quantiles.map(([share, at]) => Math.max(share * (truth - at), (share - 1) * (truth - at)));
  return losses.reduce((total, loss) => total + loss, 0) / losses.length;
};
