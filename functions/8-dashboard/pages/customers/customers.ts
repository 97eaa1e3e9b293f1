import { z } from "zod";
import { type Html, html } from "../../../../shared/html/html.ts";
import {
  type CustomerRanks,
  customerRanks,
  deepestRank,
  type RankedCustomer,
  RankOrder,
} from "../../../../shared/serving/sections/customer-ranks.ts";
import { customers as customersSection } from "../../../../shared/serving/sections/customers.ts";
import { entryCount } from "../../../../shared/serving/snapshot-manifest.ts";
import { andThen, type ValueOrPromise } from "../../../../shared/value-or-promise.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { empty, note, select, table } from "../../parts/ui.ts";
import { may } from "../../reader.ts";
import { sectionOf } from "../../sources/section-of.ts";
import type { Seen } from "../../sources/sources.ts";
import type { View } from "../../view.ts";
import { customersWords } from "./customers-words.ts";
import { customersFrom, pageSize, ranked } from "./find-customers.ts";

const Query = z.object({
  q: z.string().trim().max(200).catch(""),
  order: RankOrder.or(z.literal("id")).optional().catch(undefined),
  country: z.string().max(100).catch(""),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  from: z.string().max(200).catch(""),
});
type Query = z.infer<typeof Query>;

export const customersPage = (desk: Desk) =>
  page(desk, {
    path: "/customers",
    summary: "All customers: search by id, the first by several orders",
    nav: "customers",
    query: Query,
    show: ({ view, query }) => (view.seen ? list(view, view.seen, query) : noCustomers(view)),
  });

const noCustomers = ({ reader }: View): PageContent => {
  const words = customersWords(reader.language);
  return {
    title: words.title,
    body: empty(
      words.emptyTitle,
      words.emptyWhat,
      html`<a class="button" href="/files">${words.toFiles}</a>`,
    ),
  };
};

const list = (view: View, seen: Seen, query: Query): ValueOrPromise<PageContent> => {
  const { manifest } = seen.snapshot;
  const count = entryCount(manifest, customersSection.name);
  if (count === 0) return noCustomers(view);
  const words = customersWords(view.reader.language);
  const ranks = sectionOf(seen, customerRanks);
  const order = orderOf(query, ranks);
  const rows = order === "id" || !ranks ? byId(view, seen, query) : byRank(view, ranks, order, query);
  return andThen(rows, (shown) => ({
    title: words.title,
    lede: words.lede(view.format.number(count)),
    body: html`<div class="stack">${controls(view, query, order, ranks)}${!may(view.reader, "analyst") && note(words.masked, "info")}${shown}</div>`,
  }));
};

/** A search goes by id. Without one, and without a choice, the first by expected spend are shown if there is a model. */
const orderOf = ({ q, order }: Query, ranks: CustomerRanks | undefined): RankOrder | "id" => {
  if (q !== "" || !ranks) return "id";
  return order ?? ((ranks.orders.expected ?? []).length > 0 ? "expected" : "net");
};

const controls = (
  { reader }: View,
  query: Query,
  order: RankOrder | "id",
  ranks: CustomerRanks | undefined,
): Html => {
  const words = customersWords(reader.language);
  const orders = [
    ...RankOrder.options.map((each) => [each, words.orders[each]] as const),
    ["id", words.byId] as const,
  ];
  const countries = (ranks?.countries ?? []).slice(0, 60).map(([name]) => [name, name] as const);
  return html`<form class="controls" action="/customers"><label class="grow" for="q">${words.find}<input id="q" name="q" type="search" value="${query.q}" maxlength="200" autocomplete="off"></label>
${select("order", words.order, orders, order)}${select("country", words.country, [["", words.everywhere], ...countries], query.country)}<button class="main">${words.show}</button></form>`;
};

const byId = (view: View, { snapshot }: Seen, { q, from }: Query): ValueOrPromise<Html> => {
  const words = customersWords(view.reader.language);
  return andThen(customersFrom(snapshot, q, from), ({ rows, next }) => {
    if (rows.length === 0)
      return empty(words.none, words.noneWhat(q), html`<a class="button" href="/customers">${words.all}</a>`);
    const first = rows[0]?.id ?? "";
    return html`${customersTable(view, rows)}<nav class="pager" aria-label="${words.title}"><span class="soft">${words.from(shownId(view, first))}</span><span class="row">${from !== "" && html`<a class="button" href="${view.keep({ from: undefined })}">${words.previous}</a>`}${next !== undefined && html`<a class="button" href="${view.keep({ order: "id", from: next })}">${words.next}</a>`}</span></nav>`;
  });
};

const byRank = (
  view: View,
  ranks: CustomerRanks,
  order: RankOrder,
  { country, page: number }: Query,
): Html => {
  const words = customersWords(view.reader.language);
  const { format } = view;
  const all = ranked(ranks, order, country);
  const start = (number - 1) * pageSize;
  const rows = all.slice(start, start + pageSize);
  if (rows.length === 0)
    return empty(words.none, words.noneThere, html`<a class="button" href="/customers">${words.all}</a>`);
  const link = (to: number, text: string) =>
    html`<a class="button" href="${view.keep({ page: to === 1 ? undefined : String(to) })}">${text}</a>`;
  return html`${customersTable(view, rows)}<nav class="pager" aria-label="${words.title}"><span class="soft">${words.ranks(format.number(start + 1), format.number(start + rows.length), format.number(all.length))}</span><span class="row">${number > 1 && link(number - 1, words.previous)}${start + pageSize < all.length && link(number + 1, words.next)}</span></nav>
${(ranks.orders[order] ?? []).length >= deepestRank && html`<p class="soft small">${words.limited(format.number(deepestRank))}</p>`}`;
};

/** Whoever may not see people sees the end of an id only. */
export const shownId = ({ reader }: Pick<View, "reader">, id: string): string =>
  may(reader, "analyst") ? id : `…${[...id].slice(-2).join("")}`;

export const customersTable = (view: View, rows: readonly RankedCustomer[]): Html => {
  const { format, reader } = view;
  const words = customersWords(reader.language);
  const isExpected = rows.some(({ expected }) => expected !== null);
  return table(
    words.title,
    [
      { head: words.id },
      { head: words.country, isLess: true },
      { head: words.ordersHead, kind: "number" },
      { head: words.net, kind: "number" },
      ...(isExpected ? [{ head: words.expected, kind: "number" } as const] : []),
      { head: words.last, kind: "number", isLess: true },
      { head: words.first, kind: "number", isLess: true },
    ],
    rows.map(({ id, country, orders, net, expected, lastDay, firstDay }) => [
      customerLink(view, id),
      country ?? "",
      format.number(orders),
      format.amount(net),
      ...(isExpected ? [expected === null ? "" : format.amount(expected)] : []),
      format.date(lastDay),
      format.date(firstDay),
    ]),
  );
};

export const customerLink = (view: View, id: string): Html =>
  may(view.reader, "analyst")
    ? html`<a class="break" href="/customers/${encodeURIComponent(id)}">${id}</a>`
    : html`${shownId(view, id)}`;
