import { z } from "zod";
import type { TimeChart } from "../../../../shared/html/charts/chart-shape.ts";
import { timeChart } from "../../../../shared/html/charts/time-chart.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import { Detector } from "../../../../shared/insights/finding.ts";
import type { ServedFinding } from "../../../../shared/serving/sections/findings.ts";
import { andThen } from "../../../../shared/value-or-promise.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { card, change, empty, facts, note, table, tag } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { chartText, periodText, valueText } from "../metrics/metric-formats.ts";
import { headline, isOfManyPeriods, metricLabel, metricOf, severityTones } from "./finding-line.ts";
import { findingsWords } from "./findings-words.ts";
import { type KnownFinding, knownFindings } from "./known-findings.ts";
import { reviewCard } from "./review-card.ts";
import { whyItMoved } from "./why-it-moved.ts";

export const findingPage = (desk: Desk) =>
  page(desk, {
    path: "/findings/{id}",
    summary: "One finding: its story, its evidence, and what people said of it",
    nav: "findings",
    params: z.object({ id: z.string().max(20_000) }),
    query: z.object({ done: z.string().optional() }),
    alsoShows: ({ acts }) => andThen(acts(), ({ tag: seen }) => [seen]),
    show: ({ view, params: { id }, query: { done } }) =>
      andThen(desk.live.acts(), ({ value: acts }) => {
        const found = knownFindings(view, acts)?.find(({ finding }) => finding.id === id);
        return found ? shown(view, found, done !== undefined) : unknown(view);
      }),
  });

const unknown = ({ reader }: View): PageContent => {
  const words = findingsWords(reader.language);
  return {
    title: words.notFound,
    status: 404,
    body: empty(
      words.notFound,
      words.notFoundWhat,
      html`<a class="button" href="/findings">${words.all}</a>`,
    ),
  };
};

const shown = (view: View, known: KnownFinding, isDone: boolean): PageContent => {
  const { finding } = known;
  const words = findingsWords(view.reader.language);
  return {
    title: headline(view, finding),
    beside: html`<span class="row">${tag(words.severities[finding.severity], severityTones[finding.severity])}</span>`,
    body: html`<div class="stack">${isDone && note(words.done, "good")}${known.state === "withdrawn" && note(words.withdrawn, "info")}
${story(view, finding)}${whyItMoved(view, finding)}${series(view, finding)}
<div class="halves">${evidence(view, finding)}${reviewCard(view, known)}</div>${also(view, finding)}</div>`,
  };
};

const story = (view: View, finding: ServedFinding): Html => {
  const { format, reader } = view;
  const words = findingsWords(reader.language);
  const text = valueText(format, metricOf(view, finding.kpi)?.unit ?? "ratio");
  const { actual, expected, low, high, money, since, cadence, kind, period } = finding;
  const moved = actual - expected;
  const isLevel = isOfManyPeriods(kind);
  return card(
    words.story,
    facts([
      [isLevel ? words.level : words.actual, text(actual)],
      [isLevel ? words.levelBefore : words.expected, text(expected)],
      [
        words.change,
        change(
          expected === 0 ? text(moved) : format.change(actual / expected - 1),
          moved,
          metricOf(view, finding.kpi)?.goodIs ?? "neither",
        ),
      ],
      [words.usual, low === null || high === null ? "–" : `${text(low)} – ${text(high)}`],
      [words.worth, money === null ? "–" : format.signedMoney(money)],
      [words.since, periodText(format, cadence)(since === period ? period : since)],
      [words.kind, words.kinds[kind]],
    ]),
  );
};

const periodsShown = 90;

/** The metric around the finding, with the finding marked. Segments have no series in the snapshot. */
const series = (view: View, finding: ServedFinding): Html => {
  const metric = metricOf(view, finding.kpi);
  if (!metric || finding.dimension !== "all") return html``;
  const { format, reader } = view;
  const words = findingsWords(reader.language);
  const all = metric.points(finding.cadence);
  const place = all.findIndex(({ period }) => period === finding.period);
  const points = all.slice(Math.max(0, place - periodsShown + 14), place + 14);
  if (place < 0 || points.length < 2) return html``;
  const chart: TimeChart = {
    id: "around",
    title: metric.label(reader.language),
    description: headline(view, finding),
    dates: points.map(({ period }) => period),
    lines: [{ name: words.actual, role: "actual", values: points.map(({ value }) => value) }],
    marks: [
      {
        date: finding.period,
        value: all[place]?.value ?? finding.actual,
        text: headline(view, finding),
        tone: metric.goodIs === "neither" ? "warn" : finding.direction === metric.goodIs ? "good" : "bad",
      },
    ],
  };
  return html`<section class="card"><div class="row between"><span></span><a href="/metrics/${metric.name}?cadence=${finding.cadence}">${words.csv}</a></div>${timeChart(chart, chartText(format, metric, finding.cadence))}</section>`;
};

const evidence = ({ format, reader }: View, { detectors, asked, score, confidence }: ServedFinding): Html => {
  const words = findingsWords(reader.language);
  return card(
    words.evidence,
    html`<div class="stack">${table(
      words.evidence,
      [{ head: words.detector }, { head: words.verdict, kind: "text" }],
      Detector.options.map((name) => [
        words.detectors[name],
        detectors.includes(name)
          ? tag(words.agrees, "good")
          : html`<span class="soft">${words.doesNot}</span>`,
      ]),
    )}<p>${words.score(format.number(score))} · ${words.confidence(format.percent(confidence / 100))}</p></div>`,
    words.evidenceAbout(format.number(detectors.length), format.number(asked)),
  );
};

const also = (view: View, { also: others }: ServedFinding): Html => {
  if (others.length === 0) return html``;
  const { format, reader } = view;
  const words = findingsWords(reader.language);
  return card(
    words.also,
    table(
      words.also,
      [
        { head: words.metric },
        { head: words.segment },
        { head: words.actual, kind: "number" },
        { head: words.expected, kind: "number" },
      ],
      others.map(({ kpi, segment, actual, expected }) => {
        const text = valueText(format, metricOf(view, kpi)?.unit ?? "ratio");
        return [
          html`<a href="/metrics/${kpi}">${metricLabel(view, kpi)}</a>`,
          segment === "all" ? "–" : segment,
          text(actual),
          text(expected),
        ];
      }),
    ),
  );
};
