import { dayOf, isoDate } from "../../shared/dates.ts";
import { RejectedInput } from "../../shared/errors.ts";
import { isHoliday } from "../../shared/holidays/holidays.ts";
import { combination } from "../../shared/learning/forecast/forecasters.ts";
import { fewestDays } from "../../shared/learning/forecast/history.ts";
import { ForecastSettings } from "../../shared/learning/forecast/in-use.ts";
import { type ForecastLeaderboard, rankForecasters } from "../../shared/learning/forecast/leaderboard.ts";
import type { DailySeries } from "../../shared/learning/forecast/series.ts";
import { finiteScore, finiteScores } from "../../shared/learning/scoring.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Entry, Fold, Span } from "../../shared/registry/card.ts";
import { knownDays } from "../../shared/tasks/origins.ts";
import { readSeries } from "../../shared/tasks/read-series.ts";
import type { Task } from "../../shared/tasks/task.ts";
import { TooFewRows } from "./plan-folds.ts";
import type { Watch } from "./settings.ts";
import type { Trainable } from "./trainable.ts";
import { trainer } from "./trainer.ts";
import { holdoutScore, type TrainingResult } from "./training-result.ts";

/**
 * A task whose candidates are forecasting methods. What is promoted is a method: it fits itself to the newest days whenever
 * it is used, so that the champion has a score of its own on every holdout.
 */
export const forecasting = (task: Task): Trainable =>
  trainer<DailySeries, TrainingResult>({
    subject: {
      task: task.name,
      horizonDays: task.horizonDays,
      target: { name: task.label, kind: "number" },
      seed: 0,
    },
    definition: { sql: task.definition, settings: combination.name },
    read: (platform) => readDailySales(platform, task),
    compete: (series, watch) => rankOn(series, task, watch),
    scoreChampion: ({ card }, result) => ({ card, score: holdoutScore(result, card.family), itself: true }),
  });

const readDailySales = async ({ warehouse, company }: Platform, task: Task): Promise<DailySeries> => {
  const known = await knownDays(warehouse);
  if (!known) throw new TooFewRows("there are no sales yet");
  const series = await readSeries(warehouse, task, isoDate(dayOf(known.last) + 1));
  const [needed, found] = [fewestDays + 2 * task.horizonDays + 21, series.values.length];
  if (found < needed) throw new TooFewRows(`it needs ${needed} days of sales; there are ${found}`);
  return { ...series, isHoliday: (day) => isHoliday(day, company.timeZone) };
};

const rankOn = async (
  series: DailySeries,
  { name, horizonDays }: Task,
  watch: Watch,
): Promise<TrainingResult> => {
  const { firstDay, values } = series;
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const ranking = rankAll(series, horizonDays);
  const { rows, origins, chosen, reason } = ranking;
  await watch.onStep?.({
    task: name,
    on: `${origins.length} origins`,
    family: `${rows.length} methods`,
    done: 1,
    total: 1,
    seconds: seconds(),
  });
  const [measure, leaderboard] = ["mase", rows.map((row, place) => toEntry(row, place + 1))];
  return {
    choice: { family: chosen, because: `${chosen}: ${reason}`, comparisons: [] },
    leaderboard,
    folds: toFolds(firstDay, ranking, horizonDays),
    measure,
    baseline: bestBaseline(leaderboard, measure),
    saved: {
      family: "forecast",
      settings: ForecastSettings.parse({ method: chosen }),
      weights: new Uint8Array(),
    },
    fittedOn: {
      features: [],
      sequences: null,
      training: { ...span(firstDay, firstDay + values.length - 1), asOfDates: [...origins], refitted: true },
      selfTest: { x: [], expected: [], sequences: null, answers: [] },
    },
    importances: [],
    intervals: null,
    warnings: [],
    seconds: seconds(),
  };
};

const rankAll = (series: DailySeries, horizonDays: number): ForecastLeaderboard => {
  try {
    return rankForecasters(series, horizonDays, () => performance.now());
  } catch (error) {
    if (error instanceof RejectedInput) throw new TooFewRows(error.message, { cause: error });
    throw error;
  }
};

/** The rules without a fit count as one. */
const bestBaseline = (leaderboard: readonly Entry[], measure: string): number | null => {
  const scores = leaderboard.filter(({ baseline }) => baseline).map(({ holdout }) => holdout[measure]);
  return finiteScore(Math.min(...scores.map((score) => score ?? Number.POSITIVE_INFINITY)));
};

const span = (first: number, last: number): Span => ({
  from: isoDate(first),
  to: isoDate(last),
  rows: last - first + 1,
  entities: 1,
});

const toFolds = (firstDay: number, { origins, holdout }: ForecastLeaderboard, days: number): Fold[] => {
  const fold = (role: Fold["role"], from: string): Fold => {
    const origin = dayOf(from);
    const [train, test] = [span(firstDay, origin - 1), span(origin, origin + days - 1)];
    return { role, train, tuning: null, test };
  };
  return [...origins.map((from) => fold("validation", from)), fold("holdout", holdout.from)];
};

const toEntry = (row: ForecastLeaderboard["rows"][number], rank: number): Entry => ({
  family: row.name,
  baseline: row.baseline,
  rank,
  folds: [],
  validation: finiteScores({ ...row.validation, coverage80: row.coverage80, coverage95: row.coverage95 }),
  holdout: finiteScores({ ...row.holdout }),
  seconds: row.milliseconds / 1000,
  bytes: 0,
});
