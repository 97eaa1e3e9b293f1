import type { Random } from "../../../shared/learning/random.ts";

export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/** Lognormal with mean 1: multiplying by it changes the spread and not the expectation. */
export function logNormalNoise(random: Random, sigma: number): number {
  return Math.exp(sigma * normal(random) - (sigma * sigma) / 2);
}

export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.next());
}

/** 0, 1, 2, … with the given mean; each further step has the same chance. */
export function geometric(random: Random, mean: number): number {
  return mean <= 0 ? 0 : Math.floor(exponential(random, 1 / Math.log(1 + 1 / mean)));
}

/** Gamma with scale 1 by the method of Marsaglia and Tsang (2000); a shape below 1 is drawn through shape + 1. */
export function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

export function beta(random: Random, a: number, b: number): number {
  const x = gamma(random, a);
  return x / (x + gamma(random, b));
}

/** Knuth's method in slices of at most 20, because exp(-mean) must not underflow. */
export function poisson(random: Random, mean: number): number {
  let count = 0;
  for (let rest = mean; rest > 0; rest -= 20) {
    const limit = Math.exp(-Math.min(rest, 20));
    for (let product = random.next(); product > limit; product *= random.next()) count++;
  }
  return count;
}

/** Rounds up or down at random, so that the expectation is the value itself. */
export function roundFairly(random: Random, value: number): number {
  const whole = Math.floor(value);
  return random.next() < value - whole ? whole + 1 : whole;
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return at(items, random.below(items.length));
}

/** The element at an index that the caller knows to exist. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No element ${index} in a list of ${items.length}`);
  return item;
}

export function splitList(text: string): readonly string[] {
  return text.split(", ");
}
