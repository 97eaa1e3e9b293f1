import type { Detector } from "../../../shared/insights/finding.ts";
import type { Evidence } from "./evidence.ts";

/** The detectors that see a movement in this direction on this day. */
export const agreeing = ({ z, outsideFences, shift, trend }: Evidence, up: boolean): Detector[] => {
  const sees: readonly (readonly [Detector, boolean])[] = [
    ["zscore", Math.abs(z) > 3 && z > 0 === up],
    ["iqr", outsideFences && z > 0 === up],
    ["cusum", shift !== null && shift.statistic > 0 === up],
    ["mann_kendall", trend !== null && trend.to > trend.from === up],
  ];
  return sees.filter(([, does]) => does).map(([detector]) => detector);
};
