interface Corner {
  readonly at: readonly number[];
  readonly value: number;
}

/** Minimises a function without derivatives, by the Nelder-Mead simplex. */
export const downhill = (
  score: (at: readonly number[]) => number,
  start: readonly number[],
): readonly number[] => {
  const corner = (at: readonly number[]): Corner => {
    const value = score(at);
    return { at, value: Number.isFinite(value) ? value : Number.MAX_VALUE };
  };
  const moved = start.map((_, axis) => start.map((value, index) => (index === axis ? value + 0.5 : value)));
  const corners = [start, ...moved].map(corner);
  const sort = () => corners.sort((a, b) => a.value - b.value);
  sort();
  for (let round = 0; round < 200; round++) {
    const [best, worst, second] = [corners[0], corners.at(-1), corners.at(-2)];
    if (!best || !worst || !second || worst.value - best.value < 1e-9 * (Math.abs(best.value) + 1e-9)) break;
    const centre = start.map(
      (_, axis) => corners.slice(0, -1).reduce((total, { at }) => total + (at[axis] ?? 0), 0) / start.length,
    );
    const along = (share: number): Corner =>
      corner(centre.map((middle, axis) => middle + share * ((worst.at[axis] ?? 0) - middle)));
    const reflected = along(-1);
    const next = replacement(reflected, best, second, worst, along);
    if (next) corners[corners.length - 1] = next;
    else
      for (let index = 1; index < corners.length; index++)
        corners[index] = corner(best.at.map((value, axis) => (value + (corners[index]?.at[axis] ?? 0)) / 2));
    sort();
  }
  return corners[0]?.at ?? start;
};

const replacement = (
  reflected: Corner,
  best: Corner,
  second: Corner,
  worst: Corner,
  along: (share: number) => Corner,
): Corner | undefined => {
  if (reflected.value < best.value) {
    const expanded = along(-2);
    return expanded.value < reflected.value ? expanded : reflected;
  }
  if (reflected.value < second.value) return reflected;
  const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
  return contracted.value < Math.min(reflected.value, worst.value) ? contracted : undefined;
};
