import type { Combination, Forecaster, Method } from "./forecaster.ts";
import { calendarRidge } from "./members/calendar-ridge.ts";
import { ets } from "./members/ets.ts";
import { lastValue, seasonalNaive, trailingMean, twoWeeks, weekdayMean } from "./members/plain.ts";
import { dampedTrend, smoothedLevel, theta } from "./members/smoothing.ts";
import { yearAgo } from "./members/year-ago.ts";
import { yearlySeason } from "./members/yearly-season.ts";

/** The default: replaced only by a method that is better by more than noise. */
export const combination: Combination = {
  name: "combination",
  members: [smoothedLevel, theta, weekdayMean, calendarRidge, ets, yearAgo, yearlySeason, twoWeeks],
};

/** Rules without a fit, as a comparison for the other methods. */
export const baselines: readonly Method[] = [lastValue, trailingMean, seasonalNaive, weekdayMean];

export const forecasters: readonly Forecaster[] = [
  combination,
  ets,
  theta,
  dampedTrend,
  smoothedLevel,
  calendarRidge,
  yearlySeason,
  yearAgo,
  twoWeeks,
  ...baselines,
];

export const forecasterNamed = (name: string): Forecaster => {
  const found = forecasters.find((forecaster) => forecaster.name === name);
  if (found) return found;
  throw new Error(
    `no forecaster is called "${name}"; there are ${forecasters.map((f) => f.name).join(", ")}`,
  );
};
