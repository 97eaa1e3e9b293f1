import { sum } from "../numbers.ts";
import { isComplete, type Replay } from "./backtest.ts";

const windows = 26;
const fewest = 4;
/** How much more is believed of a method that erred less: halving the error gives sixteen times the weight. */
const strictness = 4;

/**
 * The mean of what several methods said, each weighing by how little it erred in the forecasts that were complete then. None of them is
 * indispensable: one that has no answer is left out.
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
    return complete.slice(-windows).map(error);
  });
  if ((errors[0]?.length ?? 0) < fewest) return members.map(() => 1);
  const means = errors.map(sum);
  const least = Math.min(...means.filter(Number.isFinite));
  return means.map((value) => {
    if (!Number.isFinite(value)) return 0;
    return value > 0 ? (least / value) ** strictness : 1;
  });
};

const error = ({ forecast, actual }: Replay): number =>
  actual.reduce((total, value, step) => total + Math.abs(value - (forecast[step] ?? 0)), 0);
