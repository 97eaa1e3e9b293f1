import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { type CalendarAt, isComplete, type Replay } from "../../../shared/learning/forecast/backtest.ts";
import { learnCalendar } from "../../../shared/learning/forecast/calendar.ts";
import type { Forecaster } from "../../../shared/learning/forecast/forecaster.ts";
import { baselines, combination, forecasters } from "../../../shared/learning/forecast/forecasters.ts";
import { completeAt, corrected, replayForecasts } from "../../../shared/learning/forecast/history.ts";
import { intervalsFrom } from "../../../shared/learning/forecast/intervals.ts";
import { scoreForecasts } from "../../../shared/learning/forecast/leaderboard.ts";
import { buildSeries, type DailySeries, valueOn } from "../../../shared/learning/forecast/series.ts";
import type { Platform } from "../../../shared/platform.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { readSeries } from "../../../shared/tasks/read-series.ts";
import { dataset } from "../../data/datasets.ts";
import { pinballOf } from "./pinball.ts";
import type { Goal, Line, Protocol } from "./protocol.ts";

const horizon = 30;
const week = 7;
const historyFirst = 56;

export interface Case {
  readonly title: string;
  readonly series: DailySeries;
  /** The last origin. Earlier ones are a week apart. */
  readonly lastOrigin: number;
  readonly calendarAt: CalendarAt;
}

const testedOrigins = 25;
const columns = [
  "mase",
  "rmsse",
  "wape",
  "smape",
  "totalError",
  "bias",
  "coverage80",
  "coverage95",
  "pinball",
];

/** F1: sales of a company on each of the next 30 days, from 25 weekly origins; then those of another company. */
export const sales = async (platform: Platform): Promise<readonly Protocol[]> => {
  const retail = await retailCase(platform);
  const lines = linesOf(retail);
  const seed = seedCase();
  const seedLines = linesOf(seed);
  return [
    { ...told(retail), lines, goals: [...goalsOf(lines), ...belowEveryRule(lines)] },
    { ...told(seed), lines: seedLines, goals: belowEveryRule(seedLines) },
  ];
};

export const retailCase = async ({ warehouse }: Platform): Promise<Case> => {
  const all = await readSeries(warehouse, loadTask("sales_forecast"), "2011-12-09");
  // The history starts after Christmas, with the first day of the year.
  const firstDay = dayOf("2011-01-04");
  const series = { firstDay, values: all.values.subarray(firstDay - all.firstDay) };
  return {
    title: "F1  daily net sales of the next 30 days (sales_forecast), Online Retail; closed days known",
    series,
    lastOrigin: dayOf("2011-11-09"),
    calendarAt: () => ({ isClosed: (day: number) => (valueOn(all, day) ?? 0) === 0 }),
  };
};

/** The forecasts of the method in use at each tested origin. */
export const inUseOn = (one: Case): readonly Replay[] =>
  corrected(replayForecasts(combination, one.series, one.calendarAt, originsOf(one), horizon)).slice(
    -testedOrigins,
  );

/** Sums of the file itself, whose columns fit no feed. Closed days are learned from its past. */
const seedCase = (): Case => {
  const totals = new Map<string, number>();
  const text = readFileSync(join(dataset("seed-sales-forecast"), "sales.csv"), "utf8");
  for (const line of text.trim().split("\n").slice(1)) {
    const cells = line.split(",");
    const day = (cells[1] ?? "").slice(0, 10);
    totals.set(day, (totals.get(day) ?? 0) + Number(cells[5]));
  }
  const series = buildSeries([...totals].sort(([one], [other]) => (one < other ? -1 : 1)));
  return {
    title: "F1  daily sales of the next 30 days, seed-sales-forecast",
    series,
    lastOrigin: series.firstDay + series.values.length - horizon,
    calendarAt: learnCalendar,
  };
};

const originsOf = ({ series, lastOrigin }: Case): number[] => {
  const origins: number[] = [];
  for (let origin = lastOrigin; origin >= series.firstDay + historyFirst; origin -= week)
    origins.unshift(origin);
  return origins;
};

const told = (one: Case): Pick<Protocol, "title" | "facts" | "columns"> => {
  const origins = originsOf(one).slice(-testedOrigins);
  return {
    title: one.title,
    facts: [
      `${one.series.values.length} days from ${isoDate(one.series.firstDay)} on; ${origins.length} origins from ${isoDate(origins[0] ?? 0)} to ${isoDate(origins.at(-1) ?? 0)}`,
      "every method is corrected by its own completed forecasts, as the product does; baselines are as they are",
    ],
    columns,
  };
};

const linesOf = (one: Case): readonly Line[] =>
  forecasters.map((forecaster) => {
    const started = performance.now();
    const replays = replayForecasts(forecaster, one.series, one.calendarAt, originsOf(one), horizon);
    const baseline = baselines.some((each) => each === forecaster);
    const answers = baseline ? replays : corrected(replays);
    const tested = answers.slice(-testedOrigins);
    if (!tested.every(isComplete)) throw new Error(`${one.title}: an origin is not complete`);
    return {
      name: nameOf(forecaster),
      baseline,
      scores: { ...scoreForecasts(one.series, tested), ...bandsOf(answers, tested) },
      seconds: (performance.now() - started) / 1000,
    };
  });

const nameOf = (forecaster: Forecaster): string =>
  forecaster === combination ? `${forecaster.name} (in use)` : forecaster.name;

/** Coverage and pinball loss of the bands that each origin would have had. */
const bandsOf = (all: readonly Replay[], tested: readonly Replay[]) => {
  let [inside80, inside95, days, pinball] = [0, 0, 0, 0];
  for (const { origin, forecast, actual, open } of tested) {
    const { p80, p95, provisional } = intervalsFrom(completeAt(all, origin), 0);
    if (provisional) continue;
    for (const [step, value] of forecast.entries()) {
      if (!open[step]) continue;
      const truth = actual[step] ?? 0;
      const inside = (band: { low: number; high: number }) =>
        truth >= value * band.low && truth <= value * band.high;
      days++;
      inside80 += Number(inside(p80));
      inside95 += Number(inside(p95));
      pinball += pinballOf(truth, value, p80, p95);
    }
  }
  return { coverage80: inside80 / days, coverage95: inside95 / days, pinball: pinball / days };
};

const goalsOf = (lines: readonly Line[]): readonly Goal[] => {
  const scoreOf = (name: string, of: string) =>
    lines.find((line) => line.name.startsWith(of))?.scores[name] ?? Number.NaN;
  const own = (name: string) => scoreOf(name, combination.name);
  return [
    { what: "MASE of the method in use", value: own("mase"), atMost: 1.1 },
    {
      what: "its share of seasonal naive's MASE",
      value: own("mase") / scoreOf("mase", "seasonal naive"),
      atMost: 0.79,
    },
    { what: "error of the 30 days' total", value: own("totalError"), atMost: 0.14 },
    { what: "coverage of the 80 % band", value: own("coverage80"), atLeast: 0.75, atMost: 0.85 },
    { what: "coverage of the 95 % band", value: own("coverage95"), atLeast: 0.92, atMost: 0.98 },
  ];
};

const belowEveryRule = (lines: readonly Line[]): readonly Goal[] => {
  const best = lines
    .filter(({ baseline }) => baseline)
    .reduce((least, { scores }) => Math.min(least, scores["wape"] ?? least), Number.POSITIVE_INFINITY);
  const own = lines.find(({ name }) => name.startsWith(combination.name))?.scores["wape"] ?? Number.NaN;
  return [
    {
      what: "WAPE of the method in use against the best plain rule's",
      value: own,
      atMost: Number(best.toFixed(4)),
    },
  ];
};
