import { sum } from "../numbers.ts";
import { isComplete, type Replay } from "./backtest.ts";

const recentForecasts = 26;
const minForecasts = 4;
/** The exponent of the weights: half the error gives sixteen times the weight. */
const strictness = 4;

/**
 * The weighted mean of several methods. Weights follow from the errors of the forecasts that were complete at the time. A
 * method without a forecast is left out.
 */
export const combine = (members: readonly (readonly Replay[])[]): Replay[] =>
  (members[0] ?? []).map((like, at) => {
    const weights = weightsAt(members, like.origin);
    const forecast = like.forecast.map((_, step) => {
      let [total, mass] = [0, 0];
      for (const [member, replays] of members.entries()) {
        const value = replays[at]?.forecast[step] ?? Number.NaN;
        if (!Number.isFinite(value)) continue;
        total += value * (weights[member] ?? 0);
        mass += weights[member] ?? 0;
      }
      return mass > 0 ? total / mass : Number.NaN;
    });
    return { ...like, forecast };
  });

const weightsAt = (members: readonly (readonly Replay[])[], day: number): readonly number[] => {
  const errors = members.map((replays) => {
    const complete = replays.filter((each) => each.origin + each.forecast.length <= day && isComplete(each));
    return complete.slice(-recentForecasts).map(absoluteError);
  });
  if ((errors[0]?.length ?? 0) < minForecasts) return members.map(() => 1);
  const totals = errors.map(sum);
  const least = Math.min(...totals.filter(Number.isFinite));
  return totals.map((value) => {
    if (!Number.isFinite(value)) return 0;
    return value > 0 ? (least / value) ** strictness : 1;
  });
};

const absoluteError = ({ forecast, actual }: Replay): number =>
  actual.reduce((total, value, step) => total + Math.abs(value - (forecast[step] ?? 0)), 0);
