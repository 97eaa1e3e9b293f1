import { timeChart } from "../../../../shared/html/charts/time-chart.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { Act } from "../../../../shared/insights/acts.ts";
import { type CompanyView, company } from "../../../../shared/serving/sections/company.ts";
import { customerRanks } from "../../../../shared/serving/sections/customer-ranks.ts";
import { allValues, andThen } from "../../../../shared/value-or-promise.ts";
import { attentionTo, isCalm } from "../../../../shared/work/attention.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { feedTable } from "../../parts/feed-table.ts";
import { card, empty, table } from "../../parts/ui.ts";
import type { ModelsOfTask } from "../../sources/models.ts";
import type { Held } from "../../sources/remembered.ts";
import { sectionOf } from "../../sources/section-of.ts";
import type { FilesReport } from "../../sources/sources.ts";
import type { View } from "../../view.ts";
import { customerLink } from "../customers/customers.ts";
import { ranked } from "../customers/find-customers.ts";
import { stateLine } from "../files/state-line.ts";
import { findingsCard } from "./findings-card.ts";
import { kpiCards } from "./kpi-cards.ts";
import { todayWords } from "./today-words.ts";
import { todoCard } from "./todo.ts";
import { againstUsual } from "./usual-day.ts";

export const todayPage = (desk: Desk) =>
  page(desk, {
    path: "/",
    summary: "The day at a glance: figures, findings, freshness, and what to do next",
    nav: "today",
    alsoShows: ({ files, models, acts }) =>
      andThen(allValues<Held<unknown>>([files(), models(), acts()]), (all) => all.map(({ tag }) => tag)),
    show: ({ view }) =>
      andThen(desk.live.files(), ({ value: files }) =>
        andThen(desk.live.models(), ({ value: models }) =>
          andThen(desk.live.acts(), ({ value: acts }) => today(view, files, models, acts)),
        ),
      ),
  });

const today = (
  view: View,
  files: FilesReport,
  models: readonly ModelsOfTask[],
  acts: readonly Act[],
): PageContent => {
  const words = todayWords(view.reader.language);
  const known = sectionOf(view.seen, company);
  const page = { title: words.title, beside: stateLine(view, files), live: "/files/events" };
  if (!known || known.sales.length === 0)
    return {
      ...page,
      body: html`<div class="stack">${empty(words.emptyTitle, words.emptyWhat, html`<a class="button main" href="/files">${words.toFiles}</a>`)}${!isCalm(attentionTo(files)) && todoCard(view, files, models, [])}</div>`,
    };
  return {
    ...page,
    lede: brief(view, known),
    body: html`<div class="stack">${kpiCards(view, known)}
<div class="halves lead"><div class="stack">${recent(view, known)}${findingsCard(view, acts)}${feedsCard(view, files)}</div><div class="stack">${todoCard(view, files, models, [])}${expected(view)}</div></div></div>`,
  };
};

const feedsCard = (view: View, files: FilesReport): Html => {
  const words = todayWords(view.reader.language);
  return html`<section class="card"><div class="head-row"><h2>${words.fresh}</h2><a href="/files">${words.allFiles}</a></div>${feedTable(view, files, "brief")}</section>`;
};

/** The day in three sentences. */
const brief = ({ reader, format }: View, { sales, forecast }: CompanyView): string => {
  const words = todayWords(reader.language);
  const [date, net, orders] = sales.at(-1) ?? ["", 0, 0];
  const usual = againstUsual(sales.map(([day, value]) => [day, value]))?.usual;
  const weekday = format.weekday(date);
  const moved = usual === undefined || usual === 0 ? undefined : net / usual - 1;
  const compared = (share: number) => {
    if (Math.abs(share) < 0.005) return words.same(weekday);
    return (share > 0 ? words.better : words.worse)(format.percent(Math.abs(share)), weekday);
  };
  return [
    words.brief(format.longDay(date), format.amount(net), format.number(orders)),
    ...(moved === undefined ? [] : [compared(moved)]),
    ...(forecast
      ? [
          words.ahead(
            format.amount(forecast.total.value),
            format.amount(forecast.total.low80),
            format.amount(forecast.total.high80),
          ),
        ]
      : []),
  ].join(" ");
};

const recentDays = 84;
const aheadDays = 14;

const recent = (view: View, { sales, forecast }: CompanyView): Html => {
  const words = todayWords(view.reader.language);
  const past = sales.slice(-recentDays);
  const ahead = (forecast?.days ?? []).slice(0, aheadDays);
  const blank = past.slice(1).map(() => null);
  const joined = (pick: (day: (typeof ahead)[number]) => number) => [
    ...blank,
    past.at(-1)?.[1] ?? null,
    ...ahead.map((day) => (day.closed ? null : pick(day))),
  ];
  return html`<section class="card">${timeChart(
    {
      id: "recent",
      title: words.recent,
      description: words.recentAbout,
      dates: [...past.map(([date]) => date), ...ahead.map(({ date }) => date)],
      closed: new Set(ahead.flatMap(({ date, closed }) => (closed ? [date] : []))),
      lines: [
        {
          name: words.net,
          role: "actual",
          label: words.net,
          values: [...past.map(([, net]) => net), ...ahead.map(() => null)],
        },
        ...(ahead.length > 0
          ? [
              {
                name: words.next30,
                role: "expected" as const,
                label: words.forecast,
                values: joined(({ value }) => value),
              },
            ]
          : []),
      ],
      bands:
        ahead.length === 0
          ? []
          : [
              {
                name: "80 %",
                role: "narrow",
                low: joined(({ low80 }) => low80),
                high: joined(({ high80 }) => high80),
              },
            ],
    },
    view.format.moneyChart,
  )}</section>`;
};

const customersShown = 5;

const expected = (view: View): Html => {
  const words = todayWords(view.reader.language);
  const ranks = sectionOf(view.seen, customerRanks);
  const rows = ranks ? ranked(ranks, "expected", "").slice(0, customersShown) : [];
  if (rows.length === 0) return html``;
  return card(
    words.customers,
    html`${table(
      words.customers,
      [{ head: words.customer }, { head: words.next30, kind: "number" }],
      rows.map(({ id, expected: value }) => [customerLink(view, id), view.format.amount(value ?? 0)]),
    )}<p><a href="/customers">${words.allCustomers}</a></p>`,
  );
};
