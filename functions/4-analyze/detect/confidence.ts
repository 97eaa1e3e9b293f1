type Steps = readonly (readonly [from: number, percent: number])[];

/**
 * How often alarms of this strength were right, in percent, when things happened to synthetic companies: fitted on one half of
 * them by `npm run bench:insight -- --only c1`, and checked on the other. It is monotone.
 */
const rightOf: Readonly<Record<"point" | "shift" | "trend", Steps>> = {
  point: [
    [0, 59],
    [5.2, 62],
    [6, 66],
    [7, 73],
    [8, 79],
    [11.6, 90],
    [14, 95],
  ],
  shift: [
    [0, 72],
    [7.4, 80],
  ],
  // A lasting rise is seldom the event that was planted: most are the season of a year, which less than a year cannot teach.
  trend: [[0, 43]],
};

/** By the size of a point's z, of a shift's sum, of a trend's change. */
export const confidenceOf = (kind: "point" | "shift" | "trend", strength: number): number =>
  rightOf[kind].findLast(([from]) => Math.abs(strength) >= from)?.[1] ?? 0;
