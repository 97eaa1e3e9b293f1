/** Gauss-Legendre points between 0 and 1 with their weights: exact for polynomials of a degree below twice their number. */
export interface Quadrature {
  readonly at: Float64Array;
  readonly weight: Float64Array;
}

const known = new Map<number, Quadrature>();

export const quadrature = (points: number): Quadrature => {
  const found = known.get(points) ?? gaussLegendre(points);
  known.set(points, found);
  return found;
};

function gaussLegendre(points: number): Quadrature {
  const at = new Float64Array(points);
  const weight = new Float64Array(points);
  for (let point = 0; point < points; point++) {
    let root = Math.cos((Math.PI * (point + 0.75)) / (points + 0.5));
    for (let turn = 0; turn < 20; turn++) {
      const { value, slope } = legendre(points, root);
      root -= value / slope;
    }
    const { slope } = legendre(points, root);
    at[point] = (1 - root) / 2;
    weight[point] = 1 / ((1 - root * root) * slope * slope);
  }
  return { at, weight };
}

/** The Legendre polynomial of the degree, and its derivative. */
function legendre(degree: number, x: number) {
  let [before, value] = [0, 1];
  for (let term = 1; term <= degree; term++)
    [before, value] = [value, ((2 * term - 1) * x * value - (term - 1) * before) / term];
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}
