import type { ChartText } from "../../../../shared/html/charts/chart-text.ts";
import type { Formats } from "../../formats.ts";
import type { Metric } from "../../metrics/metric.ts";
import type { Cadence } from "../../metrics/series.ts";

/** How a metric's values are written. */
export const valueText = (format: Formats, unit: Metric["unit"]): ((value: number) => string) => {
  if (unit === "money") return format.amount;
  if (unit === "share") return format.percent;
  return unit === "count" ? format.whole : format.number;
};

export const chartText = (format: Formats, { unit }: Pick<Metric, "unit">, cadence: Cadence): ChartText => {
  const charts = {
    money: format.moneyChart,
    share: format.percentChart,
    count: format.numberChart,
    ratio: format.numberChart,
  };
  return { ...charts[unit], day: periodText(format, cadence) };
};

/** A period's name: its day, the day that its week begins with, or its month. */
export const periodText = (format: Formats, cadence: Cadence): ((period: string) => string) =>
  cadence === "monthly" ? format.month : cadence === "weekly" ? format.week : format.day;
