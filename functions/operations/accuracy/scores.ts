import type { ForecastDay, SpendWindow } from "./read-predictions.ts";

/** Of amounts: what a customer, or a day, was off by. */
export interface Errors {
  readonly mae: number;
  readonly rmse: number;
  /** Of the differences between customers, how much was foreseen. Null where all came to the same. */
  readonly r2: number | null;
}

export interface SpendAccuracy {
  readonly task: string;
  readonly horizonDays: number;
  /** The days that predictions were made for which are over now. */
  readonly origins: { readonly count: number; readonly first: string; readonly last: string };
  readonly predictions: number;
  readonly model: Errors;
  /** What the plain run-rate would have been off by. */
  readonly runRate: Errors;
  /** What was predicted in all, against what came: 0 is even. */
  readonly bias: number | null;
  readonly within80: number;
  readonly within95: number;
  /** The same customers, with and without being scaled to the company's forecast; where that can be done. */
  readonly reconciled: {
    readonly predictions: number;
    readonly before: Errors;
    readonly after: Errors;
  } | null;
}

const add = (windows: readonly SpendWindow[], of: (window: SpendWindow) => number | null): number =>
  windows.reduce((total, window) => total + (of(window) ?? 0), 0);

const errorsOf = (
  windows: readonly SpendWindow[],
  absolute: (window: SpendWindow) => number | null,
  squared: (window: SpendWindow) => number | null,
): Errors => {
  const rows = add(windows, ({ customers }) => customers);
  const squares = add(windows, squared);
  // Around the mean of each day's own customers: that one month sells more than another is no skill.
  const spread = add(windows, ({ actual, actual_squares, customers }) =>
    actual === null || actual_squares === null ? 0 : actual_squares - actual ** 2 / customers,
  );
  return {
    mae: add(windows, absolute) / rows,
    rmse: Math.sqrt(squares / rows),
    r2: spread > 0 ? 1 - squares / spread : null,
  };
};

export const spendAccuracy = (all: readonly SpendWindow[]): readonly SpendAccuracy[] =>
  [...Map.groupBy(all, ({ task }) => task)].flatMap(([task, windows]) => {
    const over = windows.filter(({ is_over }) => is_over);
    const [first, last] = [over[0], over.at(-1)];
    if (!first || !last) return [];
    const rows = add(over, ({ customers }) => customers);
    const actual = add(over, (window) => window.actual);
    const scaled = over.filter(({ factor }) => factor !== null);
    const model = (some: readonly SpendWindow[]) =>
      errorsOf(
        some,
        ({ errors }) => errors,
        ({ squared_errors }) => squared_errors,
      );
    return {
      task,
      horizonDays: first.horizon_days,
      origins: { count: over.length, first: first.as_of, last: last.as_of },
      predictions: rows,
      model: model(over),
      runRate: errorsOf(
        over,
        ({ plain_errors }) => plain_errors,
        ({ plain_squared_errors }) => plain_squared_errors,
      ),
      bias: actual > 0 ? add(over, ({ predicted }) => predicted) / actual - 1 : null,
      within80: add(over, ({ within80 }) => within80) / rows,
      within95: add(over, ({ within95 }) => within95) / rows,
      reconciled:
        scaled.length === 0
          ? null
          : {
              predictions: add(scaled, ({ customers }) => customers),
              before: model(scaled),
              after: errorsOf(
                scaled,
                ({ scaled_errors }) => scaled_errors,
                ({ scaled_squared_errors }) => scaled_squared_errors,
              ),
            },
    };
  });

export interface ForecastAccuracy {
  readonly ahead: string;
  readonly days: number;
  readonly mae: number;
  /** All misses as a share of all sales. */
  readonly wape: number | null;
  readonly bias: number | null;
  readonly within80: number;
  readonly within95: number;
}

const spans = [
  { ahead: "1 day", from: 1, to: 1 },
  { ahead: "2 to 7 days", from: 2, to: 7 },
  { ahead: "8 to 30 days", from: 8, to: 30 },
  { ahead: "all", from: 1, to: 30 },
];

/** By how long before the day it was said. */
export const forecastAccuracy = (all: readonly ForecastDay[]): readonly ForecastAccuracy[] =>
  spans.flatMap(({ ahead, from, to }) => {
    const days = all.filter(({ days_ahead }) => days_ahead >= from && days_ahead <= to);
    if (days.length === 0) return [];
    const sum = (of: (day: ForecastDay) => number) => days.reduce((total, day) => total + of(day), 0);
    const [actual, missed] = [sum((day) => day.actual), sum((day) => Math.abs(day.predicted - day.actual))];
    const inside = (low: "low80" | "low95", high: "high80" | "high95") =>
      sum((day) => Number(day.actual >= day[low] && day.actual <= day[high])) / days.length;
    return {
      ahead,
      days: days.length,
      mae: missed / days.length,
      wape: actual > 0 ? missed / actual : null,
      bias: actual > 0 ? sum((day) => day.predicted) / actual - 1 : null,
      within80: inside("low80", "high80"),
      within95: inside("low95", "high95"),
    };
  });

/** The customers' predictions and the company's forecast of the same days, side by side. */
export const totalsOf = (windows: readonly SpendWindow[]) =>
  windows.map(({ task, as_of, last_day, customers, predicted, forecast, known_share, factor, ...came }) => ({
    task,
    from: as_of,
    to: last_day,
    customers,
    customersTogether: predicted,
    company: forecast,
    knownShare: known_share,
    /** What the forecast leaves for the customers who were known. */
    companyFromKnown: forecast === null || known_share === null ? null : forecast * known_share,
    factor,
    customersCame: came.actual,
    companyCame: came.company_came,
  }));
