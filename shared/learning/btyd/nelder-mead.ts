interface Corner {
  readonly at: readonly number[];
  readonly value: number;
}

/** Minimises a function of a few numbers without derivatives, by the Nelder-Mead simplex. */
export function minimise(
  cost: (at: readonly number[]) => number,
  start: readonly number[],
): readonly number[] {
  const corner = (at: readonly number[]): Corner => {
    const value = cost(at);
    return { at, value: Number.isFinite(value) ? value : Number.MAX_VALUE };
  };
  let corners = [
    start,
    ...start.map((_, axis) => start.map((value, place) => (place === axis ? value + 0.5 : value))),
  ]
    .map(corner)
    .sort((a, b) => a.value - b.value);
  for (let step = 0; step < 600 && spread(corners) > 1e-10; step++) {
    const [best = corner(start)] = corners;
    const worst = corners[corners.length - 1] ?? best;
    const next = replacement(corners.slice(0, -1), worst, corner);
    corners = next
      ? [...corners.slice(0, -1), next]
      : corners.map((each) => (each === best ? best : corner(between(best.at, each.at, 0.5))));
    corners.sort((a, b) => a.value - b.value);
  }
  return corners[0]?.at ?? start;
}

/** A replacement for the worst corner: reflected, expanded or contracted. Returns undefined if none is better. */
function replacement(
  others: readonly Corner[],
  worst: Corner,
  corner: (at: readonly number[]) => Corner,
): Corner | undefined {
  const centre = worst.at.map(
    (_, axis) => others.reduce((total, { at }) => total + (at[axis] ?? 0), 0) / others.length,
  );
  const reflected = corner(between(centre, worst.at, -1));
  if (reflected.value < (others[0]?.value ?? 0)) {
    const expanded = corner(between(centre, worst.at, -2));
    return expanded.value < reflected.value ? expanded : reflected;
  }
  if (reflected.value < (others[others.length - 1]?.value ?? 0)) return reflected;
  const contracted = corner(between(centre, reflected.value < worst.value ? reflected.at : worst.at, 0.5));
  return contracted.value < Math.min(worst.value, reflected.value) ? contracted : undefined;
}

const between = (from: readonly number[], to: readonly number[], share: number): readonly number[] =>
  from.map((value, axis) => value + share * ((to[axis] ?? 0) - value));

const spread = (corners: readonly Corner[]): number =>
  (corners[corners.length - 1]?.value ?? 0) - (corners[0]?.value ?? 0);
