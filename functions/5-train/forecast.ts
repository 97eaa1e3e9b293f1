import { dayOf, isoDate } from "../../shared/dates.ts";
import { RejectedInput } from "../../shared/errors.ts";
import { baselines, combination } from "../../shared/learning/forecast/forecasters.ts";
import { fewestDays } from "../../shared/learning/forecast/history.ts";
import { ForecastSettings, forecasterInUse, forecastTask } from "../../shared/learning/forecast/in-use.ts";
import { type ForecastLeaderboard, rankForecasters } from "../../shared/learning/forecast/leaderboard.ts";
import type { DailySeries } from "../../shared/learning/forecast/series.ts";
import type { SavedModel } from "../../shared/learning/model.ts";
import type { Platform } from "../../shared/platform.ts";
import { Card, type Entry, type Fold, type Verdict } from "../../shared/registry/card.ts";
import { digestOf, modelText } from "../../shared/registry/registry.ts";
import { knownDays } from "../../shared/tasks/origins.ts";
import { readSeries } from "../../shared/tasks/read-series.ts";
import type { Task } from "../../shared/tasks/task.ts";
import { TooFewRows } from "./plan-folds.ts";
import type { Made, Origins, Trainable } from "./trainable.ts";

/** The company's own series: what is chosen is a method, which fits itself to the newest days each time it is asked. */
export const forecast = (task: Task): Trainable => ({
  name: forecastTask,
  definition: { sql: task.definition, settings: combination.name },
  async make(platform, origins, watch) {
    const started = performance.now();
    const series = await seriesIn(platform, task);
    const needed = fewestDays + 2 * task.horizonDays + 21;
    if (series.values.length < needed)
      throw new TooFewRows(`it needs ${needed} days of sales; there are ${series.values.length}`);
    const board = boardOf(series, task.horizonDays);
    await watch.onStep?.({
      task: forecastTask,
      on: `${board.origins.length} origins`,
      family: `${board.rows.length} methods`,
      done: 1,
      total: 1,
      seconds: (performance.now() - started) / 1000,
    });
    const before = await forecasterInUse(platform.models);
    const verdict = verdictOf(
      board,
      before.version === null ? undefined : { ...before, version: before.version },
    );
    return made(task, series, board, verdict, origins, (performance.now() - started) / 1000);
  },
});

const boardOf = (series: DailySeries, horizonDays: number): ForecastLeaderboard => {
  try {
    return rankForecasters(series, horizonDays, undefined, () => performance.now());
  } catch (error) {
    if (error instanceof RejectedInput) throw new TooFewRows(error.message, { cause: error });
    throw error;
  }
};

const seriesIn = async ({ warehouse }: Platform, task: Task): Promise<DailySeries> => {
  const known = await knownDays(warehouse);
  if (!known) throw new TooFewRows("there are no sales yet");
  const { days, net } = await readSeries(warehouse, task, isoDate(dayOf(known.last) + 1));
  return { firstDay: dayOf(days[0] ?? known.first), values: net };
};

/** A method that answers now is not replaced by one that is worse on the newest complete window. */
const verdictOf = (
  { rows, chosen, reason, holdout }: ForecastLeaderboard,
  champion: { readonly forecaster: { readonly name: string }; readonly version: string } | undefined,
): Verdict => {
  const scoreOf = (method: string) => rows.find(({ name }) => name === method)?.holdout.mase ?? null;
  const [challenger, now] = [scoreOf(chosen), champion ? scoreOf(champion.forecaster.name) : null];
  const baseline = baselines.reduce(
    (least, { name }) => Math.min(least, scoreOf(name) ?? least),
    Number.POSITIVE_INFINITY,
  );
  const isWorse = now !== null && (challenger ?? Number.POSITIVE_INFINITY) > now;
  return {
    promote: !isWorse,
    because: isWorse
      ? `${champion?.forecaster.name} stays: ${chosen} is worse on the holdout from ${holdout.from}`
      : `${chosen}: ${reason}`,
    measure: "mase",
    challenger,
    baseline: Number.isFinite(baseline) ? baseline : null,
    champion: champion ? { version: champion.version, score: now, itself: true } : null,
  };
};

const made = (
  task: Task,
  series: DailySeries,
  board: ForecastLeaderboard,
  verdict: Verdict,
  { version, created, inputs }: Origins,
  seconds: number,
): Made => {
  const saved: SavedModel = {
    family: "forecast",
    settings: ForecastSettings.parse({ method: board.chosen }),
    weights: new Uint8Array(),
  };
  const last = isoDate(series.firstDay + series.values.length - 1);
  const first = isoDate(series.firstDay);
  const card: Card = {
    schema: "daybook.card/v1",
    task: forecastTask,
    version,
    family: board.chosen,
    created: created.toISOString(),
    horizonDays: task.horizonDays,
    target: { name: task.label, kind: "number" },
    features: [],
    sequences: null,
    training: {
      from: first,
      to: last,
      rows: series.values.length,
      entities: 1,
      asOfDates: [...board.origins],
      refitted: true,
    },
    folds: foldsOf(series, board, task.horizonDays),
    leaderboard: board.rows.map((row, place) => entryOf(row, place + 1)),
    choice: { because: board.reason, comparisons: [] },
    verdict,
    importances: [],
    intervals: null,
    warnings: [],
    selfTest: { x: [], expected: [], sequences: null, answers: [] },
    seed: 0,
    backend: "typescript",
    seconds,
    bytes: 0,
    digests: { ...inputs, model: digestOf(modelText(saved)), weights: digestOf(saved.weights) },
  };
  return { card: Card.parse(card), saved };
};

const foldsOf = (
  { firstDay }: DailySeries,
  { origins, holdout }: ForecastLeaderboard,
  days: number,
): Fold[] =>
  [
    ...origins.map((from) => ({ role: "validation" as const, from })),
    { role: "holdout" as const, from: holdout.from },
  ].map(({ role, from }) => {
    const origin = dayOf(from);
    const span = (first: number, last: number) => ({
      from: isoDate(first),
      to: isoDate(last),
      rows: last - first + 1,
      entities: 1,
    });
    return { role, train: span(firstDay, origin - 1), tuning: null, test: span(origin, origin + days - 1) };
  });

const entryOf = (row: ForecastLeaderboard["rows"][number], rank: number): Entry => ({
  family: row.name,
  baseline: row.baseline,
  rank,
  folds: [],
  validation: plain({ ...row.validation, coverage80: row.coverage80, coverage95: row.coverage95 }),
  holdout: plain({ ...row.holdout }),
  seconds: row.milliseconds / 1000,
  bytes: 0,
});

const plain = (scores: Readonly<Record<string, number>>): Entry["validation"] =>
  Object.fromEntries(
    Object.entries(scores).map(([name, score]) => [name, Number.isFinite(score) ? score : null]),
  );
