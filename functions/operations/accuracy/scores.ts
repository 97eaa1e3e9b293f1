import type { ForecastDay, SpendWindow } from "./read-predictions.ts";

/** Errors of amounts, by customer or by day. */
export interface Errors {
  readonly mae: number;
  readonly rmse: number;
  /** Share of the variance between customers that was predicted. Null if all customers spent the same. */
  readonly r2: number | null;
}

const add = (windows: readonly SpendWindow[], pick: (window: SpendWindow) => number | null): number =>
  windows.reduce((total, window) => total + (pick(window) ?? 0), 0);

/** Whose errors: those of the model, of the run-rate, or of the model after scaling. */
type Predictor = "" | "plain_" | "scaled_";

const measureErrors = (windows: readonly SpendWindow[], predictor: Predictor): Errors => {
  const rows = add(windows, ({ customers }) => customers);
  const squares = add(windows, (window) => window[`${predictor}squared_errors`]);
  // Around the mean of each origin's own customers: that one month sells more than another is not skill.
  const spread = add(windows, ({ actual, actual_squares, customers }) =>
    actual === null || actual_squares === null ? 0 : actual_squares - actual ** 2 / customers,
  );
  return {
    mae: add(windows, (window) => window[`${predictor}errors`]) / rows,
    rmse: Math.sqrt(squares / rows),
    r2: spread > 0 ? 1 - squares / spread : null,
  };
};

/** The accuracy of each task, over the windows whose predicted days are over. */
export const spendAccuracy = (all: readonly SpendWindow[]) =>
  [...Map.groupBy(all, ({ task }) => task)].flatMap(([task, windows]) => {
    const over = windows.filter(({ is_over }) => is_over);
    const [first, last] = [over[0], over.at(-1)];
    if (!first || !last) return [];
    const rows = add(over, ({ customers }) => customers);
    const actual = add(over, (window) => window.actual);
    const scaled = over.filter(({ factor }) => factor !== null);
    return {
      task,
      horizonDays: first.horizon_days,
      origins: { count: over.length, first: first.as_of, last: last.as_of },
      predictions: rows,
      model: measureErrors(over, ""),
      /** Errors of the baseline. */
      runRate: measureErrors(over, "plain_"),
      /** Total predicted divided by total actual, less 1. */
      bias: actual > 0 ? add(over, ({ predicted }) => predicted) / actual - 1 : null,
      within80: add(over, ({ within80 }) => within80) / rows,
      within95: add(over, ({ within95 }) => within95) / rows,
      /** The same customers before and after scaling to the company's forecast, where that is possible. */
      reconciled:
        scaled.length === 0
          ? null
          : {
              predictions: add(scaled, ({ customers }) => customers),
              before: measureErrors(scaled, ""),
              after: measureErrors(scaled, "scaled_"),
            },
    };
  });

const rangesAhead = [
  { ahead: "1 day", from: 1, to: 1 },
  { ahead: "2 to 7 days", from: 2, to: 7 },
  { ahead: "8 to 30 days", from: 8, to: 30 },
  { ahead: "all", from: 1, to: 30 },
];

/** Grouped by how many days ahead the forecast was made. */
export const forecastAccuracy = (all: readonly ForecastDay[]) =>
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
      /** Weighted absolute percentage error: all absolute errors as a share of all sales. */
      wape: actual > 0 ? missed / actual : null,
      bias: actual > 0 ? sum((day) => day.predicted) / actual - 1 : null,
      within80: inside("low80", "high80"),
      within95: inside("low95", "high95"),
    };
  });

/** The customers' predictions and the company's forecast of the same days, side by side. */
export const compareTotals = (windows: readonly SpendWindow[]) =>
  windows.map(({ task, customers, forecast, known_share: knownShare, factor, ...window }) => ({
    task,
    from: window.as_of,
    to: window.last_day,
    customers,
    customersTogether: window.predicted,
    company: forecast,
    knownShare,
    /** The known customers' part of the forecast. */
    companyFromKnown: forecast === null || knownShare === null ? null : forecast * knownShare,
    factor,
    customersCame: window.actual,
    companyCame: window.company_came,
  }));
