import type { Rules } from "../../../shared/kpis/detection.ts";
import { mean, quantile, sorted } from "../../../shared/learning/numbers.ts";
import { type FoundByRule, mostConfident, type PeriodValue, severityAt } from "./found-by-rule.ts";

/** Fewer periods in the baseline tell nothing. */
const fewest = 7;

/** Periods that lie far from the baseline, by z-score, by the interquartile range or by both. */
export const outliers = (values: readonly PeriodValue[], rules: Rules): FoundByRule[] => {
  const baseline = baselineOf(values, rules);
  if (baseline.length < fewest) return [];
  const [byZ, byRange] = [zRule(baseline, rules), rangeRule(baseline, rules)];
  return values.flatMap((each) => {
    const [z, range] = [byZ(each), byRange(each)];
    if (z && range) return [both(z, range)];
    return z ?? range ?? [];
  });
};

export const baselineOf = (values: readonly PeriodValue[], { baseline }: Rules): number[] =>
  values
    .filter(({ lastDay }) => !baseline || (lastDay >= baseline.from && lastDay <= baseline.to))
    .map(({ value }) => value);

type Rule = (value: PeriodValue) => FoundByRule | undefined;

const zRule = (baseline: readonly number[], { zscore }: Rules): Rule => {
  const expected = mean(baseline);
  const squares = baseline.reduce((total, each) => total + (each - expected) ** 2, 0);
  const deviation = Math.sqrt(squares / (baseline.length - 1));
  return ({ period, value }) => {
    const z = (value - expected) / deviation;
    // A baseline without any variation makes every z infinite or no number at all.
    if (!zscore || !Number.isFinite(z) || Math.abs(z) < zscore.limit) return undefined;
    return {
      period,
      actual: value,
      expected,
      detectors: ["zscore"],
      severity: severityAt(Math.abs(z), [
        [0, "medium"],
        [3, "high"],
        [4, "critical"],
      ]),
      confidence: Math.min(mostConfident, 0.5 + 0.15 * (Math.abs(z) - zscore.limit)),
      statistic: z,
    };
  };
};

const rangeRule = (baseline: readonly number[], { iqr }: Rules): Rule => {
  const ascending = sorted(baseline);
  const [low, expected, high] = [
    quantile(ascending, 0.25),
    quantile(ascending, 0.5),
    quantile(ascending, 0.75),
  ];
  return ({ period, value }) => {
    const fences = iqr?.fences ?? 0;
    const range = high - low;
    const distance = Math.max(value - (high + fences * range), low - fences * range - value) / range;
    if (!iqr || !Number.isFinite(distance) || distance <= 0) return undefined;
    return {
      period,
      actual: value,
      expected,
      detectors: ["iqr"],
      severity: severityAt(fences + distance, [
        [2, "medium"],
        [2.5, "high"],
        [3, "critical"],
      ]),
      confidence: Math.min(mostConfident, 0.5 + 0.2 * distance),
      statistic: fences + distance,
    };
  };
};

/** The surer of the two speaks, and is surer still because the other agrees. */
const both = (z: FoundByRule, range: FoundByRule): FoundByRule => ({
  ...(z.confidence > range.confidence ? z : range),
  detectors: ["zscore", "iqr"],
  confidence: Math.min(mostConfident, Math.max(z.confidence, range.confidence) + 0.1),
});
