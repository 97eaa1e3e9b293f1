type Steps = readonly (readonly [from: number, percent: number])[];

/**
 * How often alarms of this strength were right, in percent, when things happened to synthetic companies: fitted on one half of
 * them by `npm run bench:insight -- --only c1`, and checked on the other. It is monotone.
 */
const rightOf: Readonly<Record<"point" | "shift" | "trend", Steps>> = {
  point: [
    [0, 55],
    [4.3, 60],
    [5.7, 70],
    [6.7, 78],
    [8.6, 91],
  ],
  shift: [
    [0, 68],
    [6.9, 73],
  ],
  trend: [[0, 85]],
};

/** By the size of a point's z, of a shift's sum, of a trend's change. */
export const confidenceOf = (kind: "point" | "shift" | "trend", strength: number): number =>
  rightOf[kind].findLast(([from]) => Math.abs(strength) >= from)?.[1] ?? 0;
