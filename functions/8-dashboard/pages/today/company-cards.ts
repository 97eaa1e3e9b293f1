import { type Html, html } from "../../../../shared/html/html.ts";
import type { CompanyView } from "../../../../shared/serving/sections/company.ts";
import { kpiCard } from "../../parts/kpi-card.ts";
import { change } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { todayWords } from "./today-words.ts";
import { againstUsual } from "./usual-day.ts";

const daysShown = 56;

/** The company's own figures, while no KPI has been computed yet. */
export const companyCards = (view: View, known: CompanyView): Html => {
  const { sales } = known;
  const { format, reader } = view;
  const words = todayWords(reader.language);
  const recent = sales.slice(-daysShown);
  const card = (
    name: string,
    href: string,
    pick: (day: CompanyView["sales"][number]) => number,
    shown: (value: number) => string,
  ) => {
    const days = sales.map((day) => [day[0], pick(day)] as const);
    const now = againstUsual(days);
    if (!now) return html``;
    const moved = now.usual === undefined || now.usual === 0 ? undefined : now.value / now.usual - 1;
    return kpiCard({
      name,
      href,
      value: shown(now.value),
      change: moved === undefined ? undefined : change(format.change(moved), moved),
      why: now.usual === undefined ? undefined : words.usual(shown(now.usual)),
      line: { values: recent.map(pick) },
    });
  };
  return html`<section class="grid" aria-label="${words.figures}">${card(words.net, "/metrics/net_sales", ([, net]) => net, format.amount)}${card(words.orders, "/metrics/orders", ([, , orders]) => orders, format.number)}${card(words.perOrder, "/metrics/sales_per_order", ([, net, orders]) => (orders === 0 ? 0 : net / orders), format.amount)}${forecastCard(view, known)}</section>`;
};

/** What the next 30 days should bring. */
export const forecastCard = ({ format, reader }: View, { forecast }: CompanyView): Html => {
  if (!forecast) return html``;
  const words = todayWords(reader.language);
  const { total } = forecast;
  const days = forecast.days.filter(({ closed }) => !closed);
  return kpiCard({
    name: words.next30,
    href: "/forecast",
    value: format.amount(total.value),
    why: words.between(format.amount(total.low80), format.amount(total.high80)),
    line: {
      values: days.map(({ value }) => value),
      band: { low: days.map(({ low80 }) => low80), high: days.map(({ high80 }) => high80) },
    },
  });
};
