import type { Evidence } from "./evidence.ts";
import type { Threshold, Watched } from "./watched.ts";

/** The most serious of the KPI's thresholds that the value crosses. */
export const crossedThreshold = (
  { thresholds }: Watched,
  { actual, expected }: Evidence,
): Threshold | undefined => {
  const crossed = thresholds.filter(({ is, value, of }) => {
    const measured = of === "value" ? actual : (actual / expected - 1) * 100;
    return is === "above" ? measured > value : measured < value;
  });
  return crossed.find(({ critical }) => critical) ?? crossed[0];
};
