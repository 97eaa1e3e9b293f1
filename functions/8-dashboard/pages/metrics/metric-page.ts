import { z } from "zod";
import { barsFor } from "../../../../shared/html/charts/bars.ts";
import type { TimeChart } from "../../../../shared/html/charts/chart-shape.ts";
import { timeChart } from "../../../../shared/html/charts/time-chart.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { PageContent } from "../../frame/frame.ts";
import type { Metric } from "../../metrics/metric.ts";
import { type Cadence, cadences, newestTwo, type Point, yearBefore } from "../../metrics/series.ts";
import { type Desk, page } from "../../page.ts";
import { card, change, empty, facts, table, tabs } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { changeWaterfall } from "./change-waterfall.ts";
import { chartText, periodText, valueText } from "./metric-formats.ts";
import { cadenceTabs } from "./metrics-page.ts";
import { metricsWords } from "./metrics-words.ts";

const ranges: Readonly<Record<Cadence, readonly string[]>> = {
  daily: ["60", "180", "all"],
  weekly: ["26", "60", "all"],
  monthly: ["12", "26", "all"],
};

const Query = z.object({
  cadence: z.enum(cadences).catch("daily"),
  range: z.string().max(10).optional().catch(undefined),
});

export const metricPage = (desk: Desk) =>
  page(desk, {
    path: "/metrics/{kpi}",
    summary: "One metric: its series, its segments and its definition",
    nav: "metrics",
    params: z.object({ kpi: z.string().max(20_000) }),
    query: Query,
    show: ({ view, params: { kpi }, query }) => {
      const metric = view.metrics.find(({ name }) => name === kpi);
      return metric ? metricContent(view, metric, query) : unknown(view, kpi);
    },
  });

const unknown = ({ reader }: View, kpi: string): PageContent => {
  const words = metricsWords(reader.language);
  return {
    title: words.notFound,
    status: 404,
    body: empty(
      words.notFound,
      words.notFoundWhat(kpi.slice(0, 60)),
      html`<a class="button" href="/metrics">${words.all}</a>`,
    ),
  };
};

const metricContent = (view: View, metric: Metric, asked: z.infer<typeof Query>): PageContent => {
  const { language } = view.reader;
  const words = metricsWords(language);
  const cadence = metric.cadences.includes(asked.cadence) ? asked.cadence : (metric.cadences[0] ?? "daily");
  const offered = ranges[cadence];
  const range = offered.find((each) => each === asked.range) ?? offered[0] ?? "all";
  return {
    title: metric.label(language),
    lede: metric.description(language),
    beside: cadenceTabs(view, cadence, metric.cadences),
    body: html`<div class="stack"><section class="card"><div class="row between"><a href="/metrics/${metric.name}.csv?cadence=${cadence}">${words.csv}</a>${tabs(
      words.range,
      offered.map((each) => ({
        text: words.ranges[each] ?? each,
        href: view.keep({ range: each === offered[0] ? undefined : each }),
        isCurrent: each === range,
      })),
    )}</div>${timeChart(chartOf(view, metric, cadence, range), chartText(view.format, metric, cadence))}</section>
<div class="halves">${metric.dimensions.map((dimension) => segmentsCard(view, metric, dimension, cadence))}${metric.dimensions.slice(0, 1).map((dimension) => changeWaterfall(view, metric, dimension, cadence))}${definition(view, metric)}</div></div>`,
  };
};

const chartOf = ({ reader, format }: View, metric: Metric, cadence: Cadence, range: string): TimeChart => {
  const words = metricsWords(reader.language);
  const all = metric.points(cadence);
  const before = yearBefore(all, cadence);
  const count = range === "all" ? all.length : Number(range);
  const points = all.slice(-count);
  const earlier = before.slice(-count);
  const pick = (name: "expected" | "low" | "high") => points.map((point) => point[name] ?? null);
  const label = metric.label(reader.language);
  const newest = points.findLast(
    (point): point is Point & { readonly value: number } => point.isComplete && point.value !== null,
  );
  const isBanded = points.some(({ low }) => typeof low === "number");
  return {
    id: "metric",
    title: label,
    description: [
      ...(newest
        ? [
            words.chartAbout(
              label,
              valueText(format, metric.unit)(newest.value),
              periodText(format, cadence)(newest.period),
            ),
          ]
        : []),
      ...(points.at(-1)?.isComplete === false ? [words.unfinished] : []),
    ].join(" "),
    dates: points.map(({ period }) => period),
    closed: new Set(points.flatMap(({ period, isClosed }) => (isClosed ? [period] : []))),
    lines: [
      ...(earlier.some((value) => value !== null)
        ? [{ name: words.year, role: "before" as const, label: words.year, values: earlier }]
        : []),
      { name: words.value, role: "actual", label, values: points.map(({ value }) => value) },
      ...(points.some(({ expected }) => typeof expected === "number")
        ? [
            {
              name: words.expected,
              role: "expected" as const,
              label: words.expected,
              values: pick("expected"),
            },
          ]
        : []),
    ],
    bands: isBanded ? [{ name: words.band, role: "wide", low: pick("low"), high: pick("high") }] : [],
    height: 300,
  };
};

const segmentsShown = 12;

const segmentsCard = (
  { reader, format }: View,
  metric: Metric,
  dimension: string,
  cadence: Cadence,
): Html => {
  const segments = metric.segments(dimension, cadence).slice(0, segmentsShown);
  if (segments.length === 0) return html``;
  const words = metricsWords(reader.language);
  const text = valueText(format, metric.unit);
  const bar = barsFor(segments.map(({ value }) => value ?? 0));
  const isShared = segments.some(({ share }) => share !== null);
  const name = words.dimensions[dimension] ?? dimension;
  const [newest, before] = newestTwo(metric.points(cadence), cadence);
  const period = periodText(format, cadence);
  return card(
    words.by(name),
    table(
      words.by(name),
      [
        { head: words.segment },
        { head: words.value, kind: "number" },
        { head: html`<span class="unseen">${words.value}</span>`, kind: "bar", isLess: true },
        ...(isShared ? [{ head: words.share, kind: "number" } as const] : []),
        { head: words.change, kind: "number" },
      ],
      segments.map(({ name: segment, value, share, before: earlier }) => {
        // A share of what was sold before says nothing of a segment that took back more than it sold.
        const isComparable = value !== null && value >= 0 && earlier !== null && earlier > 0;
        const moved = isComparable ? value / earlier - 1 : undefined;
        return [
          html`<span class="break" dir="auto">${segment}</span>`,
          value === null ? "–" : text(value),
          bar(value ?? 0),
          ...(isShared ? [share === null ? "" : format.percent(share)] : []),
          moved === undefined ? "" : change(format.change(moved), moved, metric.goodIs),
        ];
      }),
    ),
    newest && before && words.byAbout(period(newest.period), period(before.period)),
  );
};

const definition = (view: View, metric: Metric): Html => {
  const words = metricsWords(view.reader.language);
  return card(
    words.definition,
    html`<div class="stack">${facts([
      [words.unit, words.units[metric.unit]],
      ...(metric.owner === null ? [] : ([[words.owner, metric.owner]] as const)),
    ])}<p class="soft small">${words.formula}</p><pre class="scroll"><code>${metric.formula}</code></pre>${metric.owner !== null && asSql(view, metric)}</div>`,
  );
};

/** The question that gives the page's own values: whoever may ask can go on from there. */
const asSql = ({ reader }: View, { name, cadences: [cadence = "daily"] }: Metric): Html => {
  const words = metricsWords(reader.language);
  const sql = `select period, value, numerator, denominator, state
from metrics.kpi_values
where kpi = '${name}'
  and cadence = '${cadence}' and dimension = 'all'
order by period desc
limit 60`;
  return html`<p class="soft small">SQL</p><pre class="scroll"><code>${sql}</code></pre><p><a href="/ask?sql=${encodeURIComponent(sql)}">${words.ask}</a></p>`;
};
