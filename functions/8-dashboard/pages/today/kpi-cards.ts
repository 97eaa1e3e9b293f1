import { type Html, html } from "../../../../shared/html/html.ts";
import type { CompanyView } from "../../../../shared/serving/sections/company.ts";
import { kpis } from "../../../../shared/serving/sections/kpis.ts";
import { sectionOf } from "../../sources/section-of.ts";
import type { View } from "../../view.ts";
import { metricCard } from "../metrics/metric-card.ts";
import { companyCards, forecastCard } from "./company-cards.ts";
import { todayWords } from "./today-words.ts";

/** The KPIs that a morning begins with; others stand on the page of metrics. */
const first = [
  "total_revenue",
  "order_count",
  "revenue_per_order",
  "active_customers",
  "new_customers",
  "items_per_order",
  "return_rate",
];

/** The key figures of the newest day. The company's own, while no KPI has a value. */
export const kpiCards = (view: View, known: CompanyView): Html => {
  const words = todayWords(view.reader.language);
  const isComputed = (sectionOf(view.seen, kpis)?.kpis ?? []).some(({ newest }) => newest.length > 0);
  if (!isComputed) return companyCards(view, known);
  const cards = first.flatMap((name) => {
    const metric = view.metrics.find((each) => each.name === name);
    return metric?.cadences.includes("daily") ? (metricCard(view, metric, "daily") ?? []) : [];
  });
  return html`<section class="grid" aria-label="${words.figures}">${cards}${forecastCard(view, known)}</section>`;
};
