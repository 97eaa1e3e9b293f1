import { type Step, waterfall } from "../../../../shared/html/charts/waterfall.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { Metric } from "../../metrics/metric.ts";
import { type Cadence, newestTwo } from "../../metrics/series.ts";
import type { View } from "../../view.ts";
import { chartText, periodText } from "./metric-formats.ts";
import { metricsWords } from "./metrics-words.ts";

const stepsShown = 6;
/** Of the change: a rest below it is the rounding of floats. */
const leastRest = 1e-6;

/** From the period before to the newest one, by the segments of a dimension that adds up. The rest closes the sum. */
export const changeWaterfall = (view: View, metric: Metric, dimension: string, cadence: Cadence): Html => {
  const [now, before] = newestTwo(metric.points(cadence), cadence);
  const segments = metric.segments(dimension, cadence);
  const addsUp = segments.length > 0 && segments.every(({ share }) => share !== null);
  if (!now || !before || now.value === null || before.value === null || !addsUp) return html``;
  const words = metricsWords(view.reader.language);
  const period = periodText(view.format, cadence);
  const steps = segments
    .map(({ name, value, before: earlier }): Step => ({ name, change: (value ?? 0) - (earlier ?? 0) }))
    .filter(({ change }) => change !== 0)
    .sort((left, right) => Math.abs(right.change) - Math.abs(left.change))
    .slice(0, stepsShown);
  const told = steps.reduce((sum, { change }) => sum + change, 0);
  const rest = now.value - before.value - told;
  const isRest = Math.abs(rest) > leastRest * Math.max(1, Math.abs(now.value));
  return html`<section class="card">${waterfall(
    {
      id: `change-${dimension}`,
      title: words.waterfall(words.dimensions[dimension] ?? dimension),
      description: words.waterfallAbout,
      start: { name: period(before.period), value: before.value },
      steps: isRest ? [...steps, { name: words.rest, change: rest }] : steps,
      end: { name: period(now.period), value: now.value },
      heads: [words.segment, words.change, words.total],
    },
    chartText(view.format, metric, cadence),
  )}</section>`;
};
