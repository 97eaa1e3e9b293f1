/** A first guess, before it is measured: by the adjusted p-value, and by how far a sum crossed its limit. */
export const confidenceOf = (kind: "point" | "shift" | "trend", evidence: number): number =>
  Math.round(100 * (kind === "shift" ? 1 - 1 / evidence : 1 - evidence));
