import type { Evidence } from "./evidence.ts";
import type { Watched } from "./watched.ts";

export const crossedThreshold = ({ thresholds }: Watched, { actual, expected }: Evidence): boolean =>
  thresholds.some(({ is, value, of }) => {
    const measured = of === "value" ? actual : (actual / expected - 1) * 100;
    return is === "above" ? measured > value : measured < value;
  });
