import { z } from "zod";
import { columnChart } from "../../../../shared/html/charts/column-chart.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import { type AccountRisk, accounts } from "../../../../shared/serving/sections/accounts.ts";
import { type CustomerHistory, customers } from "../../../../shared/serving/sections/customers.ts";
import { type Favourites, favourites } from "../../../../shared/serving/sections/favourites.ts";
import { andThen, type ValueOrPromise } from "../../../../shared/value-or-promise.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { card, empty, facts, note, table } from "../../parts/ui.ts";
import { may } from "../../reader.ts";
import { entryOf } from "../../sources/entry-of.ts";
import type { CustomerFacts, Seen } from "../../sources/sources.ts";
import type { View } from "../../view.ts";
import { creditCard } from "./credit-card.ts";
import { customerWords } from "./customer-words.ts";
import { favouritesCard } from "./favourites-card.ts";
import { monthsOf } from "./months.ts";
import { prediction } from "./prediction.ts";
import { whatIfCard } from "./what-if-card.ts";

const Query = z.object({
  amount: z.string().max(100).catch(""),
  items: z.string().max(100).catch(""),
  orders: z.string().max(100).catch(""),
});

export const customerPage = (desk: Desk) =>
  page(desk, {
    path: "/customers/{id}",
    summary: "One customer: history, predictions with reasons, and what today's shopping would change",
    nav: "customers",
    params: z.object({ id: z.string().max(20_000) }),
    query: Query,
    show: ({ view, params: { id }, query }) => {
      const words = customerWords(view.reader.language);
      if (!may(view.reader, "analyst")) return { title: words.notFound, body: note(words.masked, "info") };
      const { seen } = view;
      if (!seen) return unknown(view, id);
      return andThen(seen.customer(id), (known) =>
        known ? profile(view, seen, known, query) : unknown(view, id),
      );
    },
  });

const shownMost = 60;

const unknown = ({ reader }: View, id: string): PageContent => {
  const words = customerWords(reader.language);
  const shown = id.length > shownMost ? `${id.slice(0, shownMost)}…` : id;
  const search = `/customers?q=${encodeURIComponent(id.slice(0, shownMost))}`;
  return {
    title: words.notFound,
    status: 404,
    body: empty(
      words.notFound,
      words.notFoundWhat(shown),
      html`<a class="button" href="${search}">${words.search}</a>`,
    ),
  };
};

/** What the snapshot has of a customer beside the facts. */
interface Entries {
  readonly history: CustomerHistory | undefined;
  readonly account: AccountRisk | undefined;
  readonly bought: Favourites | undefined;
}

const entriesOf = (seen: Seen, id: string): ValueOrPromise<Entries> =>
  andThen(entryOf(seen, customers, id), (history) =>
    andThen(entryOf(seen, accounts, id), (account) =>
      andThen(entryOf(seen, favourites, id), (bought) => ({ history, account, bought })),
    ),
  );

const profile = (
  view: View,
  seen: Seen,
  known: CustomerFacts,
  asked: z.infer<typeof Query>,
): ValueOrPromise<PageContent> =>
  andThen(entriesOf(seen, known.customer), ({ history, account, bought }) =>
    andThen(whatIfCard(view, seen, known, asked), (whatIf) => {
      const words = customerWords(view.reader.language);
      return {
        title: words.title(known.customer),
        body: html`<div class="stack">
${factsCard(view, known, history?.tier)}
${creditCard(view, known.customer, account)}
${predictions(view, known)}
<div class="halves lead">${historyCard(view, history)}${whatIf}</div>
<div class="halves">${favouritesCard(view, bought)}${history && latest(view, history)}</div>
</div>`,
      };
    }),
  );

const factsCard = ({ reader, format }: View, known: CustomerFacts, tier: CustomerHistory["tier"]): Html => {
  const words = customerWords(reader.language);
  return card(
    words.facts,
    html`<div class="stack">${facts([
      ...(tier ? [[words.tier, html`<span lang="en">${tier.name}</span>`] as const] : []),
      [words.net, format.money(known.net)],
      [words.gross, format.money(known.gross)],
      [words.returns, format.money(known.returns)],
      [words.orders, format.number(known.orders)],
      [words.perOrder, known.orders === 0 ? "–" : format.money(known.gross / known.orders)],
      [words.days, format.number(known.purchaseDays)],
      [words.last, format.date(known.lastDay)],
      [words.since, format.date(known.firstDay)],
      [words.country, known.country ?? "–"],
    ])}${tier && html`<p class="soft small">${words.tierSince(format.date(tier.since))} <span lang="en">${tier.reason}</span></p>`}</div>`,
  );
};

/** Where there is no model yet, the card for today's shopping says so. */
const predictions = (view: View, { predictions: all }: CustomerFacts): Html | false => {
  const words = customerWords(view.reader.language);
  if (all.length === 0) return false;
  return html`<section aria-label="${words.expected}" class="halves">${all.map((each) => prediction(view, each))}</section>`;
};

const historyCard = ({ reader, format }: View, history: CustomerHistory | undefined): Html => {
  const words = customerWords(reader.language);
  const months = monthsOf(history?.days ?? []);
  return html`<section class="card">${columnChart(
    {
      id: "months",
      title: words.history,
      description: words.historyAbout,
      columns: months.map(({ from, net }) => ({
        name: format.month(from),
        short: format.shortMonth(from),
        value: net,
      })),
      heads: [words.month, words.net],
    },
    format.moneyChart,
  )}</section>`;
};

const latestShown = 12;

const latest = ({ reader, format }: View, { days }: CustomerHistory): Html => {
  const words = customerWords(reader.language);
  const rows = days.slice(-latestShown).toReversed();
  return card(
    words.latest,
    table(
      words.latest,
      [
        { head: words.day },
        { head: words.orders, kind: "number", isLess: true },
        { head: words.items, kind: "number" },
        { head: words.gross, kind: "number", isLess: true },
        { head: words.returns, kind: "number", isLess: true },
        { head: words.net, kind: "number" },
      ],
      rows.map(([date, , orders, items, , gross, returns]) => [
        html`<span class="nowrap">${format.date(date)}</span>`,
        format.number(orders),
        format.number(items),
        format.money(gross),
        format.money(returns),
        format.money(gross - returns),
      ]),
    ),
  );
};
