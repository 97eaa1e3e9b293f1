import type { ForecastDay, SpendWindow } from "./read-predictions.ts";

/** Errors of amounts, by customer or by day. */
export interface Errors {
  readonly mae: number;
  readonly rmse: number;
  /** Share of the variance between customers that was predicted. Null where all spent the same. */
  readonly r2: number | null;
}

export interface SpendAccuracy {
  readonly task: string;
  readonly horizonDays: number;
  /** The origins whose predicted days are over. */
  readonly origins: { readonly count: number; readonly first: string; readonly last: string };
  readonly predictions: number;
  readonly model: Errors;
  /** Errors of the baseline, the run-rate. */
  readonly runRate: Errors;
  /** Total predicted divided by total actual, less 1. */
  readonly bias: number | null;
  readonly within80: number;
  readonly within95: number;
  /** The same customers before and after scaling to the company's forecast, where that is possible. */
  readonly reconciled: {
    readonly predictions: number;
    readonly before: Errors;
    readonly after: Errors;
  } | null;
}

const add = (windows: readonly SpendWindow[], of: (window: SpendWindow) => number | null): number =>
  windows.reduce((total, window) => total + (of(window) ?? 0), 0);

const measureErrors = (
  windows: readonly SpendWindow[],
  absolute: (window: SpendWindow) => number | null,
  squared: (window: SpendWindow) => number | null,
): Errors => {
  const rows = add(windows, ({ customers }) => customers);
  const squares = add(windows, squared);
  // Around the mean of each origin's own customers: that one month sells more than another is not skill.
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
      measureErrors(
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
      runRate: measureErrors(
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
              after: measureErrors(
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
  /** Weighted absolute percentage error: all absolute errors as a share of all sales. */
  readonly wape: number | null;
  readonly bias: number | null;
  readonly within80: number;
  readonly within95: number;
}

const rangesAhead = [
  { ahead: "1 day", from: 1, to: 1 },
  { ahead: "2 to 7 days", from: 2, to: 7 },
  { ahead: "8 to 30 days", from: 8, to: 30 },
  { ahead: "all", from: 1, to: 30 },
];

/** Grouped by how many days ahead the forecast was made. */
export const forecastAccuracy = (all: readonly ForecastDay[]): readonly ForecastAccuracy[] =>
  rangesAhead.flatMap(({ ahead, from, to }) => {
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
export const compareTotals = (windows: readonly SpendWindow[]) =>
  windows.map(
    ({ task, as_of, last_day, customers, predicted, forecast, known_share, factor, ...actual }) => ({
      task,
      from: as_of,
      to: last_day,
      customers,
      customersTogether: predicted,
      company: forecast,
      knownShare: known_share,
      /** The known customers' part of the forecast. */
      companyFromKnown: forecast === null || known_share === null ? null : forecast * known_share,
      factor,
      customersCame: actual.actual,
      companyCame: actual.company_came,
    }),
  );
