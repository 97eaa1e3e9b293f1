import type { Html } from "../../../../shared/html/html.ts";
import type { Metric } from "../../metrics/metric.ts";
import type { Cadence, Point } from "../../metrics/series.ts";
import { kpiCard } from "../../parts/kpi-card.ts";
import { change } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { valueText } from "./metric-formats.ts";
import { metricsWords } from "./metrics-words.ts";

const shownPoints: Readonly<Record<Cadence, number>> = { daily: 56, weekly: 26, monthly: 24 };

/** The newest complete period of a metric. Undefined if it has none. */
export const metricCard = (view: View, metric: Metric, cadence: Cadence): Html | undefined => {
  const { format, reader } = view;
  const words = metricsWords(reader.language);
  const points = metric.points(cadence).filter(({ isComplete }) => isComplete);
  const known = points.filter(hasValue);
  const [newest, before] = [known.at(-1), known.at(-2)];
  if (!newest) return undefined;
  const text = valueText(format, metric.unit);
  const against = newest.expected ?? before?.value;
  const moved = typeof against === "number" && against !== 0 ? newest.value / against - 1 : undefined;
  const shown = known.slice(-shownPoints[cadence]);
  const bands = shown.flatMap(({ low, high }) =>
    typeof low === "number" && typeof high === "number" ? [{ low, high }] : [],
  );
  return kpiCard({
    name: metric.label(reader.language),
    href: `/metrics/${metric.name}${cadence === "daily" ? "" : `?cadence=${cadence}`}`,
    value: text(newest.value),
    change: moved === undefined ? undefined : change(format.change(moved), moved, metric.goodIs),
    why:
      typeof newest.low === "number" && typeof newest.high === "number"
        ? words.usual(text(newest.low), text(newest.high))
        : before && words.before(text(before.value)),
    owner: metric.owner === null ? undefined : `${words.owner}: ${metric.owner}`,
    line: {
      values: shown.map(({ value }) => value),
      band:
        bands.length === shown.length
          ? { low: bands.map(({ low }) => low), high: bands.map(({ high }) => high) }
          : undefined,
    },
  });
};

const hasValue = (point: Point): point is Point & { readonly value: number } => point.value !== null;
