import type { Cadence } from "../../../shared/kpis/kpi.ts";
import type { ForecastSettings } from "./residuals.ts";
import type { ScoreSettings } from "./scores.ts";

export interface DetectorSettings {
  readonly forecast: ForecastSettings;
  readonly scores: ScoreSettings;
  readonly shift: ShiftSettings;
  /** Undefined where too few points come together. */
  readonly trend?: TrendSettings;
  /** The share of false alarms among the alarms of a day that is accepted. */
  readonly q: number;
}

export interface ShiftSettings {
  readonly slack: number;
  readonly limit: number;
  /** Scores before this many days have no part in it. */
  readonly memoryDays: number;
}

export interface TrendSettings {
  readonly window: number;
  readonly windowDays: number;
  readonly fewest: number;
  readonly pValue: number;
}

/**
 * Chosen on the odd half of the cases of `npm run bench:insight`, and scored on the other. The company's own business
 * decides what matters (materiality, minimum volume: the KPI's YAML); these decide what is noise.
 */
const daily: DetectorSettings = {
  forecast: {
    window: 60,
    windowDays: 90,
    fewest: 20,
    alpha: 0.11,
    weekdayShrinkage: 2,
    monthEndShrinkage: 4,
  },
  scores: { residuals: 90, residualDays: 130, fewestResiduals: 20, leastOfDeviation: 0.6, tails: 6 },
  shift: { slack: 0.5, limit: 6.5, memoryDays: 28 },
  trend: { window: 56, windowDays: 90, fewest: 42, pValue: 0.01 },
  q: 0.05,
};

const noWeekdays = { weekdayShrinkage: 0, monthEndShrinkage: 0 };

/** A year of weeks and three years of months; the seasons of a year cannot be learned from less, so they are not. */
export const settingsFor: Readonly<Record<Cadence, DetectorSettings>> = {
  daily,
  weekly: {
    ...daily,
    forecast: { ...daily.forecast, ...noWeekdays, window: 26, windowDays: 189, fewest: 8, alpha: 0.15 },
    scores: { residuals: 26, residualDays: 189, fewestResiduals: 12, leastOfDeviation: 0.6, tails: 6 },
    shift: { slack: 0.5, limit: 6.5, memoryDays: 70 },
    trend: { window: 26, windowDays: 189, fewest: 20, pValue: 0.01 },
  },
  monthly: {
    ...daily,
    forecast: { ...daily.forecast, ...noWeekdays, window: 24, windowDays: 740, fewest: 6, alpha: 0.3 },
    scores: { residuals: 24, residualDays: 740, fewestResiduals: 8, leastOfDeviation: 0.6, tails: 6 },
    shift: { slack: 0.5, limit: 6.5, memoryDays: 186 },
  },
};

/** In days. Weeks without trade lie between two tests of a trend, up to this. */
export const mostBetweenTests = 35;

/** The days between two alarms of the same kind at the same place, unless the second is worse. */
export const cooldownDays: Readonly<Record<Cadence, number>> = { daily: 3, weekly: 7, monthly: 31 };
/** A shift goes on crossing the limit until the level has followed it. */
export const shiftCooldownDays: Readonly<Record<Cadence, number>> = { daily: 10, weekly: 21, monthly: 62 };

/**
 * What a judgement may depend on, in days before the judged period: what is alarmed depends on the alarms of the cool-down
 * before it, each on the scores of a shift's memory, each on residuals, each on a forecast's window. So a changed day can
 * change judgements up to this many days later, and none after.
 */
export const lookbackDays = (cadence: Cadence): number => {
  const { forecast, scores, shift, trend } = settingsFor[cadence];
  const shifted = shift.memoryDays + scores.residualDays + forecast.windowDays;
  const trended = trend ? trend.windowDays + mostBetweenTests : 0;
  return shiftCooldownDays[cadence] + Math.max(shifted, trended);
};
