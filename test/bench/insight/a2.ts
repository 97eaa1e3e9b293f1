import {
  mannKendall,
  plainMannKendall,
  type Trend,
} from "../../../functions/4-analyze/detect/mann-kendall.ts";
import { type Random, stream } from "../../../shared/learning/random.ts";
import type { Goal, Line, Protocol } from "../accuracy/protocol.ts";

const runs = 2_000;
const lengths = [42, 56, 91];
const correlations = [0, 0.3, 0.6];
const level = 0.05;
const cell = (n: number, phi: number) => `n ${n} φ ${phi}`;

type Test = (values: Float64Array) => Trend;

/** A2: how often the trend test finds a trend in an AR(1) process without one, and in one that rises by two deviations. */
export const a2 = (): Protocol => {
  const own = lineOf("Daybook: AR(1) variance, bias corrected", mannKendall);
  return {
    title: "A2  trends found where there are none, at p < .05, and where there is one",
    facts: [
      `${runs} runs of each cell; AR(1) with standard deviation 1, started in its stationary distribution`,
      "power: a straight rise by two standard deviations from the first day to the last",
    ],
    columns: [...lengths.flatMap((n) => correlations.map((phi) => cell(n, phi))), "power n 56", "power n 91"],
    lines: [own, { ...lineOf("plain Mann-Kendall", plainMannKendall), baseline: true }],
    goals: goals(own),
  };
};

const lineOf = (name: string, test: Test): Line => {
  const scores: Record<string, number> = {};
  for (const n of lengths) for (const phi of correlations) scores[cell(n, phi)] = found(test, n, phi, 0);
  scores["power n 56"] = found(test, 56, 0.6, 2);
  scores["power n 91"] = found(test, 91, 0.6, 2);
  return { name, baseline: false, scores };
};

const goals = ({ scores }: Line): Goal[] => [
  ...lengths.flatMap((n) =>
    correlations.map((phi) => ({
      what: `false trends, ${cell(n, phi)}`,
      value: scores[cell(n, phi)] ?? Number.NaN,
      atMost: 0.07,
    })),
  ),
  { what: "power at n 91, φ .6", value: scores["power n 91"] ?? Number.NaN, atLeast: 0.68 },
];

const found = (test: Test, n: number, phi: number, rise: number): number => {
  const random = stream(2, "a2", `${n} ${phi} ${rise}`);
  let count = 0;
  for (let run = 0; run < runs; run++) {
    const values = autoregressive(random, n, phi).map((value, at) => value + (rise * at) / (n - 1));
    if (test(values).pValue < level) count++;
  }
  return count / runs;
};

const autoregressive = (random: Random, n: number, phi: number): Float64Array => {
  const values = new Float64Array(n);
  const innovation = Math.sqrt(1 - phi ** 2);
  for (let at = 0; at < n; at++)
    values[at] = at === 0 ? normal(random) : phi * (values[at - 1] ?? 0) + innovation * normal(random);
  return values;
};

/** Box and Muller's. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
