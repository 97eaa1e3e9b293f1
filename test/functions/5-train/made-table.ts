import type { TrainSettings } from "../../../functions/5-train/settings.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import type { Family, Model } from "../../../shared/learning/model.ts";
import { Random } from "../../../shared/learning/random.ts";
import type { Table } from "../../../shared/learning/table.ts";

export interface MadeOptions {
  readonly customers?: number;
  readonly weeks?: number;
  readonly horizonDays?: number;
}

/** Customers who spend about their own rate, and more when `mood` is high: something to learn. */
export const madeTable = ({ customers = 60, weeks = 24, horizonDays = 14 }: MadeOptions = {}): Table => {
  const random = new Random("made table");
  const keys = Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: customers }, (_, customer) => ({ week, customer })),
  ).flat();
  const start = dayOf("2024-01-01");
  const x = new Float64Array(keys.length * 2);
  const [expected, y] = [new Float64Array(keys.length), new Float64Array(keys.length)];
  keys.forEach(({ customer }, row) => {
    const rate = 5 + (customer % 20);
    const mood = random.next();
    x.set([rate, mood], row * 2);
    expected[row] = rate;
    y[row] = random.chance(0.3) ? 0 : rate * (0.5 + 2 * mood) * (0.5 + random.next());
  });
  return {
    features: ["rate", "mood"],
    groups: ["value", "trend"],
    rows: keys.length,
    x,
    expected,
    y,
    entities: keys.map(({ customer }) => `C${customer}`),
    asOf: keys.map(({ week }) => isoDate(start + 7 * week)),
    knownOn: keys.map(({ week }) => isoDate(start + 7 * week + horizonDays)),
  };
};

type Rule = (rate: number, mood: number, factor: number) => number;

/** A rule times one fitted number. `small` and `sharp` use the mood, the run-rate does not. */
export const ruleFamily = (name: string, rule: Rule): Family => {
  const modelOf = (factor: number): Model => ({
    predict: ({ x, rows }) =>
      Float64Array.from({ length: rows }, (_, row) => rule(x[row * 2] ?? 0, x[row * 2 + 1] ?? 0, factor)),
    save: () => ({ family: name, settings: {}, weights: new Uint8Array(Float64Array.of(factor).buffer) }),
  });
  return {
    name,
    async fit({ x, y, weight, rows }) {
      let [seen, said] = [0, 0];
      for (let row = 0; row < rows; row++) {
        seen += (weight[row] ?? 0) * (y[row] ?? 0);
        said += (weight[row] ?? 0) * rule(x[row * 2] ?? 0, x[row * 2 + 1] ?? 0, 1);
      }
      return modelOf(seen / said);
    },
    load: ({ weights }) => modelOf(new Float64Array(weights.slice().buffer)[0] ?? Number.NaN),
  };
};

export const runRate = ruleFamily("run_rate", (rate, _, factor) => rate * factor);
export const small = ruleFamily("small", (rate, mood, factor) => rate * (1 + mood) * factor);
export const sharp = ruleFamily("sharp", (rate, mood, factor) => rate * (0.5 + 2 * mood) * factor);
export const blind = ruleFamily("blind", (_rate, _mood, factor) => factor);

export const madeSettings = (change: Partial<TrainSettings> = {}): TrainSettings => ({
  task: "spend_30d",
  horizonDays: 14,
  target: { name: "net_in_window", kind: "amount" },
  folds: { folds: 3, testDays: 1, stepDays: 14, leastRows: 200 },
  halfLifeDays: 90,
  mostRows: 100_000,
  seed: 7,
  candidates: [
    { family: runRate, baseline: true },
    { family: small, baseline: false },
    { family: sharp, baseline: false },
  ],
  combines: false,
  preferred: "small",
  fallback: "run_rate",
  onTrivial: "refuse",
  ...change,
});
