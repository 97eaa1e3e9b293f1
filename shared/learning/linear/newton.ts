import type { Loss } from "../losses.ts";
import { solve } from "./cholesky.ts";

export interface Problem {
  /** rows × width, without the constant. */
  readonly inputs: Float64Array;
  readonly width: number;
  readonly targets: Float64Array;
  readonly offsets: Float64Array;
  readonly weight: Float64Array;
  readonly loss: Loss;
  /** The L2 penalty on every coefficient except the constant, relative to the mean loss. */
  readonly ridge: number;
}

const STEPS = 60;
const HALVINGS = 30;

/** Returns the coefficients, the constant last. Newton's method, with halved steps where a full step would overshoot. */
export function fitCoefficients(problem: Problem, signal?: AbortSignal): Float64Array {
  let now = new Float64Array(problem.width + 1);
  let cost = totalCost(problem, now);
  for (let step = 0; step < STEPS; step++) {
    signal?.throwIfAborted();
    const move = newtonStep(problem, now);
    const next = bestStep(problem, now, move, cost);
    if (next === undefined) return now;
    const gained = cost - next.cost;
    ({ at: now, cost } = next);
    if (gained < 1e-10 * (Math.abs(cost) + 1e-10)) return now;
  }
  return now;
}

/** The longest of the halved steps that lowers the cost; undefined if none does. */
function bestStep(problem: Problem, from: Float64Array, move: Float64Array, cost: number) {
  for (let halving = 0, length = 1; halving < HALVINGS; halving++, length /= 2) {
    const at = from.map((value, place) => value - length * (move[place] ?? 0));
    const reached = totalCost(problem, at);
    if (reached < cost) return { at, cost: reached };
  }
  return undefined;
}

export function scoreRow(
  inputs: Float64Array,
  width: number,
  row: number,
  coefficients: Float64Array,
): number {
  let score = coefficients[width] ?? 0;
  for (let place = 0; place < width; place++)
    score += (inputs[row * width + place] ?? 0) * (coefficients[place] ?? 0);
  return score;
}

function totalCost(
  { inputs, width, targets, offsets, weight, loss, ridge }: Problem,
  at: Float64Array,
): number {
  let [total, mass, penalty] = [0, 0, 0];
  for (let row = 0; row < targets.length; row++) {
    const score = (offsets[row] ?? 0) + scoreRow(inputs, width, row, at);
    total += (weight[row] ?? 0) * loss.value(targets[row] ?? 0, score);
    mass += weight[row] ?? 0;
  }
  for (let place = 0; place < width; place++) penalty += (at[place] ?? 0) ** 2;
  return total / mass + (ridge * penalty) / 2;
}

function newtonStep(problem: Problem, at: Float64Array): Float64Array {
  const { width, ridge, weight, targets } = problem;
  const size = width + 1;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const inputs = new Float64Array(size);
  let mass = 0;
  for (let row = 0; row < targets.length; row++) {
    mass += weight[row] ?? 0;
    addRow(problem, at, row, inputs, gradient, hessian);
  }
  for (let place = 0; place < size; place++) {
    const pull = place < width ? ridge : 0;
    gradient[place] = (gradient[place] ?? 0) / mass + pull * (at[place] ?? 0);
    for (let other = 0; other <= place; other++)
      hessian[place * size + other] = (hessian[place * size + other] ?? 0) / mass;
    hessian[place * size + place] = (hessian[place * size + place] ?? 0) + pull + 1e-12;
  }
  return solve(hessian, gradient);
}

function addRow(
  problem: Problem,
  at: Float64Array,
  row: number,
  inputs: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  const { width, loss } = problem;
  const size = width + 1;
  const score = (problem.offsets[row] ?? 0) + scoreRow(problem.inputs, width, row, at);
  const weight = problem.weight[row] ?? 0;
  const slope = weight * loss.slope(problem.targets[row] ?? 0, score);
  const curvature = weight * loss.curvature(problem.targets[row] ?? 0, score);
  inputs.set(problem.inputs.subarray(row * width, row * width + width));
  inputs[width] = 1;
  for (let place = 0; place < size; place++) {
    const value = inputs[place] ?? 0;
    gradient[place] = (gradient[place] ?? 0) + slope * value;
    const pull = curvature * value;
    if (pull === 0) continue;
    const line = place * size;
    for (let other = 0; other <= place; other++)
      hessian[line + other] = (hessian[line + other] ?? 0) + pull * (inputs[other] ?? 0);
  }
}
