import { median, sum } from "../numbers.ts";
import { isComplete, type Replay } from "./backtest.ts";

/** One method's forecasts of all weeks. */
export interface Member {
  readonly replays: readonly Replay[];
  /** Knows a season that not every company has: it counts only while it is better than the usual member. */
  readonly specialist: boolean;
}

const recentForecasts = 26;
const minForecasts = 4;
/** The exponent of the weights: half the error gives 256 times the weight. It is half of this while evidence is short. */
const strictness = 8;

/**
 * The weighted mean of several methods. Weights follow from the errors of the forecasts that were complete at the time. A
 * method without a forecast is left out; one that is worse than the rule loses its weight twice.
 */
export const combine = (members: readonly Member[], rule: readonly Replay[]): Replay[] =>
  rule.map((like, at) => {
    const weights = weightsAt(members, rule, like.origin);
    const forecast = like.forecast.map((_, step) => {
      let [total, mass] = [0, 0];
      for (const [place, { replays }] of members.entries()) {
        const value = replays[at]?.forecast[step] ?? Number.NaN;
        if (!Number.isFinite(value)) continue;
        total += value * (weights[place] ?? 0);
        mass += weights[place] ?? 0;
      }
      return mass > 0 ? total / mass : Number.NaN;
    });
    return { ...like, forecast };
  });

const weightsAt = (members: readonly Member[], rule: readonly Replay[], day: number): readonly number[] => {
  const recent = (replays: readonly Replay[]) =>
    replays
      .filter((each) => each.origin + each.forecast.length <= day && isComplete(each))
      .slice(-recentForecasts)
      .map(absoluteError);
  const [errors, plain] = [members.map(({ replays }) => recent(replays)), recent(rule)];
  if (plain.length < minForecasts) return members.map(({ specialist }) => Number(!specialist));
  // Not every member has a forecast for every week: each error is measured by the usual one of its week.
  const usual = plain.map((_, week) => median(errors.map((own) => own[week] ?? Number.NaN)));
  const ratios = errors.map((own) => ratioTo(usual, own));
  const known = { least: Math.min(...ratios.filter(Number.isFinite)), ofRule: ratioTo(usual, plain) };
  const exponent = strictness * Math.max(0.5, plain.length / recentForecasts);
  return members.map(({ specialist }, place) => {
    const ratio = ratios[place] ?? Number.NaN;
    if (specialist && !(ratio < 1)) return 0;
    if (!Number.isFinite(ratio)) return 1;
    return ratio > 0
      ? (known.least / ratio) ** exponent * Math.min(1, known.ofRule / ratio) ** strictness
      : 1;
  });
};

/** A member's errors against the usual ones of the same weeks. NaN if it has too few. */
const ratioTo = (usual: readonly number[], own: readonly number[]): number => {
  const weeks = [...own.keys()].filter((week) => Number.isFinite(own[week]) && (usual[week] ?? 0) > 0);
  if (weeks.length < minForecasts) return Number.NaN;
  return sum(weeks.map((week) => own[week] ?? 0)) / sum(weeks.map((week) => usual[week] ?? 0));
};

const absoluteError = ({ forecast, actual }: Replay): number =>
  actual.reduce((total, value, step) => total + Math.abs(value - (forecast[step] ?? 0)), 0);
