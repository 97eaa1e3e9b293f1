import { describe, expect, test } from "vitest";
import { csvRow, money } from "../../../../infra/laptop/synthetic/csv.ts";
import {
  beta,
  exponential,
  gamma,
  geometric,
  logNormalNoise,
  normal,
  poisson,
  roundFairly,
} from "../../../../infra/laptop/synthetic/samplers.ts";
import { weightedChoice } from "../../../../infra/laptop/synthetic/weighted-choice.ts";
import { type Random, stream } from "../../../../shared/learning/random.ts";

function meanOf(draw: (random: Random) => number): number {
  const random = stream(1, "test");
  let sum = 0;
  for (let count = 0; count < 100_000; count++) sum += draw(random);
  return sum / 100_000;
}

describe("samplers", () => {
  test.each<[string, number, (random: Random) => number]>([
    ["uniform", 0.5, (random) => random.next()],
    ["normal", 0, normal],
    ["squared normal", 1, (random) => normal(random) ** 2],
    ["lognormal noise", 1, (random) => logNormalNoise(random, 0.6)],
    ["exponential", 3, (random) => exponential(random, 3)],
    ["geometric", 2.5, (random) => geometric(random, 2.5)],
    ["gamma of a small shape", 0.73, (random) => gamma(random, 0.73)],
    ["gamma of a large shape", 5, (random) => gamma(random, 5)],
    ["beta", 0.12 / 4.02, (random) => beta(random, 0.12, 3.9)],
    ["small Poisson", 0.3, (random) => poisson(random, 0.3)],
    ["large Poisson", 53, (random) => poisson(random, 53)],
    ["fair rounding", 2.3, (random) => roundFairly(random, 2.3)],
  ])("%s has mean %d", (_name, mean, draw) => {
    expect(Math.abs(meanOf(draw) - mean)).toBeLessThan(0.02 * Math.max(mean, 1));
  });

  test("a weighted choice follows its weights and never takes what weighs nothing", () => {
    const choice = weightedChoice([5, 0, 1, 4]);
    const random = stream(1, "choice");
    const counts = [0, 0, 0, 0];

    for (let draw = 0; draw < 100_000; draw++) {
      const index = choice(random);
      counts[index] = (counts[index] ?? 0) + 1;
    }

    expect(counts.map((count) => Math.round(count / 1000) / 10)).toEqual([5, 0, 1, 4]);
  });

  test("streams of different purposes or keys share nothing", () => {
    const first = [stream(1, "a"), stream(1, "b"), stream(1, "a", 1), stream(2, "a")].map((each) =>
      each.next(),
    );

    expect(new Set(first).size).toBe(4);
    expect(stream(1, "a").next()).toBe(first[0]);
  });
});

test("cells are quoted only when needed, and money keeps both decimals", () => {
  expect(csvRow("plain", 'say "x"', "a,b", "two\nlines", 3)).toBe('plain,"say ""x""","a,b","two\nlines",3');
  expect([0, 5, 1999, -250].map(money)).toEqual(["0.00", "0.05", "19.99", "-2.50"]);
});
