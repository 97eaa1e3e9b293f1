interface Corner {
  readonly at: readonly number[];
  readonly value: number;
}

/** The lowest place of a function of a few numbers, without its derivatives: a simplex that walks downhill and shrinks. */
export function minimise(
  cost: (at: readonly number[]) => number,
  start: readonly number[],
  steps = 600,
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
  for (let step = 0; step < steps && spread(corners) > 1e-10; step++) {
    const [best = corner(start)] = corners;
    const worst = corners[corners.length - 1] ?? best;
    const next = better(corners.slice(0, -1), worst, corner);
    corners = next
      ? [...corners.slice(0, -1), next]
      : corners.map((each) => (each === best ? best : corner(towards(best.at, each.at, 0.5))));
    corners.sort((a, b) => a.value - b.value);
  }
  return corners[0]?.at ?? start;
}

/** Replaces the worst corner: mirrored, mirrored and further, or drawn in. Undefined when none of them helps. */
function better(
  others: readonly Corner[],
  worst: Corner,
  corner: (at: readonly number[]) => Corner,
): Corner | undefined {
  const centre = worst.at.map(
    (_, axis) => others.reduce((total, { at }) => total + (at[axis] ?? 0), 0) / others.length,
  );
  const mirrored = corner(towards(centre, worst.at, -1));
  if (mirrored.value < (others[0]?.value ?? 0)) {
    const further = corner(towards(centre, worst.at, -2));
    return further.value < mirrored.value ? further : mirrored;
  }
  if (mirrored.value < (others[others.length - 1]?.value ?? 0)) return mirrored;
  const inside = corner(towards(centre, mirrored.value < worst.value ? mirrored.at : worst.at, 0.5));
  return inside.value < Math.min(worst.value, mirrored.value) ? inside : undefined;
}

const towards = (from: readonly number[], to: readonly number[], share: number): readonly number[] =>
  from.map((value, axis) => value + share * ((to[axis] ?? 0) - value));

const spread = (corners: readonly Corner[]): number =>
  (corners[corners.length - 1]?.value ?? 0) - (corners[0]?.value ?? 0);
