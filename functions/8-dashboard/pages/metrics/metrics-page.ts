import { z } from "zod";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Cadence, cadences } from "../../metrics/series.ts";
import { type Desk, page } from "../../page.ts";
import { empty, tabs } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { metricCard } from "./metric-card.ts";
import { metricsWords } from "./metrics-words.ts";

export const metricsPage = (desk: Desk) =>
  page(desk, {
    path: "/metrics",
    summary: "Each metric with its last periods",
    nav: "metrics",
    query: z.object({ cadence: z.enum(cadences).catch("daily") }),
    show: ({ view, query }) => metricsContent(view, query.cadence),
  });

const metricsContent = (view: View, cadence: Cadence): PageContent => {
  const words = metricsWords(view.reader.language);
  const metrics = view.metrics;
  if (metrics.length === 0)
    return {
      title: words.title,
      body: empty(
        words.emptyTitle,
        words.emptyWhat,
        html`<a class="button" href="/files">${words.toFiles}</a>`,
      ),
    };
  const cards = cardsOf(view, cadence);
  return {
    title: words.title,
    lede: words.lede,
    beside: cadenceTabs(view, cadence),
    body: html`<section class="grid" aria-label="${words.title}">${cards}</section>`,
  };
};

/** The KPIs. They say all that the company's own figures say, which stand here while no KPI has been computed. */
const cardsOf = (view: View, cadence: Cadence): readonly Html[] => {
  const cards = (isKpi: boolean) =>
    view.metrics
      .filter(({ owner }) => (owner !== null) === isKpi)
      .flatMap((metric) => metricCard(view, metric, cadence) ?? []);
  const known = cards(true);
  return known.length > 0 ? known : cards(false);
};

export const cadenceTabs = (view: View, cadence: Cadence, offered: readonly Cadence[] = cadences): Html => {
  const words = metricsWords(view.reader.language);
  return tabs(
    words.cadence,
    offered.map((each) => ({
      text: words.cadences[each],
      href: view.keep({ cadence: each === "daily" ? undefined : each, range: undefined }),
      isCurrent: each === cadence,
    })),
  );
};
