import type { KpiHistory, KpiSeries, KpiSummary } from "../../../shared/serving/sections/kpis.ts";
import type { Metric, Segment } from "./metric.ts";
import { type Cadence, newestTwo, type Point, periodOf } from "./series.ts";
import { withUsualRange } from "./usual-range.ts";

const all = "all";
const goodIs = { up_good: "up", down_good: "down", neither: "neither" } as const;

/** A KPI of the snapshot, whose series hold its recent values. */
export const kpiMetric = (summary: KpiSummary, { series }: KpiHistory): Metric => {
  const { name, label, description, owner, unit, direction, formula, cadence, dimensions } = summary;
  const known = new Map<Cadence, readonly Point[]>();
  const points = (each: Cadence): readonly Point[] => {
    const found = known.get(each) ?? withUsualRange(pointsIn(series, each), each, unit);
    known.set(each, found);
    return found;
  };
  return {
    name,
    label: (language) => label[language] ?? label.en,
    description: (language) => description[language] ?? description.en,
    owner,
    unit,
    goodIs: goodIs[direction],
    formula,
    cadences: cadence,
    points,
    dimensions,
    segments: (dimension, each) => segmentsIn(series, dimension, each, points(each)),
  };
};

const pointsIn = (series: readonly KpiSeries[], cadence: Cadence): readonly Point[] =>
  (series.find((each) => each.cadence === cadence && each.dimension === all)?.points ?? []).map(
    ([period, value, state]) => ({
      period: periodOf[cadence](period),
      value,
      isComplete: state !== "unfinished",
      ...(state === "closed" ? { isClosed: true } : {}),
    }),
  );

const segmentsIn = (
  series: readonly KpiSeries[],
  dimension: string,
  cadence: Cadence,
  whole: readonly Point[],
): readonly Segment[] => {
  const [newest, before] = newestTwo(whole, cadence);
  const found = series
    .filter((each) => each.cadence === cadence && each.dimension === dimension)
    .map(({ segment, points }) => {
      const at = (period: string | undefined) => points.find(([each]) => each === period)?.[1] ?? null;
      return { name: segment, value: at(newest?.period), before: at(before?.period) };
    })
    .filter(({ value, before: earlier }) => value !== null || earlier !== null);
  // Distinct counts overlap and ratios do not add up: a share of the whole would be a lie.
  const sum = found.reduce((total, { value }) => total + (value ?? 0), 0);
  const total = newest?.value ?? 0;
  const addsUp = total > 0 && sum <= total * 1.001 && found.every(({ value }) => (value ?? 0) >= 0);
  return found
    .map((each) => ({ ...each, share: addsUp && each.value !== null ? each.value / total : null }))
    .sort((left, right) => (right.value ?? 0) - (left.value ?? 0));
};
