import { z } from "zod";
import { dayOf } from "../../../../shared/dates.ts";
import type { TimeChart } from "../../../../shared/html/charts/chart-shape.ts";
import { timeChart } from "../../../../shared/html/charts/time-chart.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import { type CompanyView, company } from "../../../../shared/serving/sections/company.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { card, empty, facts, table, tabs } from "../../parts/ui.ts";
import { sectionOf } from "../../sources/section-of.ts";
import type { View } from "../../view.ts";
import { forecastWords } from "./forecast-words.ts";
import { pastForecastsCard } from "./past-forecasts.ts";
import { monthTable, quarterTable } from "./period-tables.ts";

const ranges = ["30", "90", "365", "all"] as const;
type Range = (typeof ranges)[number];
type Forecast = NonNullable<CompanyView["forecast"]>;

const Query = z.object({ range: z.enum(ranges).catch("90") });

export const forecastPage = (desk: Desk) =>
  page(desk, {
    path: "/forecast",
    summary: "The company's sales: history, and the next 30 days with their range",
    nav: "forecast",
    query: Query,
    show: ({ view, query }) => forecastContent(view, query.range),
  });

const forecastContent = (view: View, range: Range): PageContent => {
  const words = forecastWords(view.reader.language);
  const { format } = view;
  const known = sectionOf(view.seen, company);
  if (!known)
    return { title: words.title, body: nothing(words.emptyTitle, words.emptyNothing, words.toFiles) };
  const { forecast, sales } = known;
  if (!forecast)
    return {
      title: words.title,
      body: html`<div class="stack">${nothing(words.emptyTitle, known.forecastMissing ?? words.emptyWhat, words.toFiles)}${monthTable(view, known)}</div>`,
    };
  const { total } = forecast;
  const money = format.amount;
  return {
    title: words.title,
    lede: words.lede(money(total.value), money(total.low80), money(total.high80), forecast.days.length),
    body: html`<div class="stack">
<section class="card"><div class="row between"><span></span>${tabs(
      words.range,
      ranges.map((each) => ({
        text: words.ranges[each],
        href: view.keep({ range: each === "90" ? undefined : each }),
        isCurrent: each === range,
      })),
    )}</div>${timeChart(chartOf(view, sales, forecast, range), format.moneyChart)}</section>
<div class="halves">${monthTable(view, known)}${quarterTable(view, known)}</div>
${pastForecastsCard(view)}
<div class="halves lead">${dayTable(view, forecast)}${about(view, forecast)}</div>
</div>`,
  };
};

const nothing = (title: string, what: string, link: string): Html =>
  empty(title, what, html`<a class="button" href="/files">${link}</a>`);

const chartOf = (view: View, sales: CompanyView["sales"], forecast: Forecast, range: Range): TimeChart => {
  const words = forecastWords(view.reader.language);
  const first = range === "all" ? Number.NEGATIVE_INFINITY : dayOf(forecast.asOf) - Number(range);
  const past = sales.filter(([date]) => dayOf(date) > first);
  const { days } = forecast;
  const blank = past.map(() => null);
  const ahead = days.map(() => null);
  // The forecast's line and bands begin at the last known value, so that nothing hangs in the air.
  const joined = (pick: (day: Forecast["days"][number]) => number) => [
    ...blank.slice(1),
    ...(past.length > 0 ? [past.at(-1)?.[1] ?? null] : []),
    ...days.map((day) => (day.closed ? null : pick(day))),
  ];
  return {
    id: "sales",
    title: words.chart,
    description: words.chartAbout(view.format.day(forecast.asOf), forecast.method),
    dates: [...past.map(([date]) => date), ...days.map(({ date }) => date)],
    closed: new Set(days.flatMap(({ date, closed }) => (closed ? [date] : []))),
    lines: [
      {
        name: words.actual,
        role: "actual",
        label: words.actual,
        values: [...past.map(([, net]) => net), ...ahead],
      },
      {
        name: words.expected,
        role: "expected",
        label: words.expected,
        values: joined(({ value }) => value),
      },
    ],
    bands: [
      {
        name: words.within95,
        role: "wide",
        low: joined(({ low95 }) => low95),
        high: joined(({ high95 }) => high95),
      },
      {
        name: words.within80,
        role: "narrow",
        low: joined(({ low80 }) => low80),
        high: joined(({ high80 }) => high80),
      },
    ],
    height: 300,
  };
};

/** The chart's table has all of them. */
const daysShown = 10;

const dayTable = ({ reader, format }: View, { days }: Forecast): Html => {
  const words = forecastWords(reader.language);
  return card(
    words.nextDays,
    table(
      words.nextDays,
      [
        { head: words.weekday },
        { head: words.expected, kind: "number" },
        { head: words.within80, kind: "number" },
        { head: words.within95, kind: "number", isLess: true },
      ],
      days
        .slice(0, daysShown)
        .map(({ date, closed, value, low80, high80, low95, high95 }) => [
          format.dayAndMonth(date),
          closed ? html`<span class="soft">${words.closed}</span>` : format.amount(value),
          closed ? "" : `${format.amount(low80)} – ${format.amount(high80)}`,
          closed ? "" : `${format.amount(low95)} – ${format.amount(high95)}`,
        ]),
    ),
  );
};

const about = ({ reader, format }: View, { method, version, asOf, notes }: Forecast): Html => {
  const words = forecastWords(reader.language);
  return card(
    words.notes,
    html`<div class="stack">${facts([
      [words.model, html`<span lang="en">${method}</span>`],
      [words.version, version === null ? "–" : html`<a href="/models/sales_forecast">${version}</a>`],
      [words.asOf, format.day(asOf)],
    ])}${notes.length > 0 && html`<ul class="list" lang="en">${notes.map((text) => html`<li>${text}</li>`)}</ul>`}</div>`,
  );
};
