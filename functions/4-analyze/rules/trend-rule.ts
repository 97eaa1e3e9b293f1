import type { Rules } from "../../../shared/kpis/detection.ts";
import { mean } from "../../../shared/learning/numbers.ts";
import { plainMannKendall } from "../detect/mann-kendall.ts";
import { type FoundByRule, mostConfident, type PeriodValue } from "./found-by-rule.ts";

const fewest = 10;
const surely = 0.01;

/** A rise or fall through all periods, told once, of the newest. */
export const trendThrough = (
  values: readonly PeriodValue[],
  { mannKendall }: Rules,
): FoundByRule | undefined => {
  const newest = values.at(-1);
  if (!mannKendall || !newest || values.length < fewest) return undefined;
  const all = Float64Array.from(values, ({ value }) => value);
  const { pValue, slope, z } = plainMannKendall(all);
  if (pValue > mannKendall.pValue) return undefined;
  return {
    period: newest.period,
    actual: newest.value,
    expected: mean(all),
    detectors: ["mann_kendall"],
    severity: pValue <= surely && Math.abs(slope) > mannKendall.steep ? "high" : "medium",
    confidence: Math.min(mostConfident, 1 - pValue),
    statistic: z,
  };
};
