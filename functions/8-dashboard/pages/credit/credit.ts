import { z } from "zod";
import { type Html, html } from "../../../../shared/html/html.ts";
import { type RankedAccount, type RiskView, risk } from "../../../../shared/serving/sections/accounts.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { card, empty, facts, note, select, table, tag } from "../../parts/ui.ts";
import { may } from "../../reader.ts";
import { sectionOf } from "../../sources/section-of.ts";
import type { View } from "../../view.ts";
import { ageingCard } from "./ageing-card.ts";
import { cashChart } from "./cash-chart.ts";
import { creditWords } from "./credit-words.ts";

export const CreditQuery = z.object({
  branch: z.string().max(200).catch(""),
  least: z.coerce.number().min(0).max(1e12).catch(0),
});
type CreditQuery = z.infer<typeof CreditQuery>;

export const creditPage = (desk: Desk) =>
  page(desk, {
    path: "/credit",
    summary: "Accounts by the loss to expect, and the cash that open invoices bring",
    nav: "credit",
    query: CreditQuery,
    show: ({ view, query }) => credit(view, query),
  });

export const fitting = ({ accounts }: RiskView, { branch, least }: CreditQuery): readonly RankedAccount[] =>
  accounts.filter((each) => (branch === "" || each.branch === branch) && each.openAmount >= least);

const credit = (view: View, query: CreditQuery): PageContent => {
  const { format, reader } = view;
  const words = creditWords(reader.language);
  const known = sectionOf(view.seen, risk);
  if (!known || known.accounts.length === 0)
    return {
      title: words.title,
      body: empty(
        words.emptyTitle,
        words.emptyWhat,
        html`<a class="button" href="/files">${words.toFiles}</a>`,
      ),
    };
  const sum = (pick: (account: RankedAccount) => number) =>
    known.accounts.reduce((total, each) => total + pick(each), 0);
  const open = sum(({ openAmount }) => openAmount);
  const loss = sum(({ expectedLoss }) => expectedLoss);
  return {
    title: words.title,
    lede: words.lede(format.amount(loss), format.amount(open), format.number(known.accounts.length)),
    body: html`<div class="stack"><section class="card"><div class="stack">${facts([
      [words.open, format.amount(open)],
      [words.overdue, format.amount(sum(({ overdueAmount }) => overdueAmount))],
      [words.loss, format.amount(loss)],
      [words.asOf, known.asOf === null ? "–" : format.date(known.asOf)],
    ])}<p class="soft small">${known.model ? words.model(known.model.family) : words.noModel}</p></div></section>
<div class="halves no-print">${ageingCard(view, fitting(known, query))}${cashChart(view, known)}</div>${callList(view, known, query)}</div>`,
  };
};

const shownMost = 100;

const callList = (view: View, known: RiskView, query: CreditQuery): Html => {
  const { reader } = view;
  const words = creditWords(reader.language);
  const branches = [...new Set(known.accounts.flatMap(({ branch }) => branch ?? []))].sort();
  const rows = fitting(known, query).slice(0, shownMost);
  const form = html`<form class="controls no-print" action="/credit">${branches.length > 0 && select("branch", words.branch, [["", words.everyBranch], ...branches.map((name) => [name, name] as const)], query.branch)}<label for="least">${words.least}<input id="least" name="least" inputmode="decimal" size="10" value="${query.least === 0 ? "" : query.least}"></label><button class="main">${words.show}</button>${may(reader, "analyst") && html`<a class="button" href="/credit.csv${view.keep({})}">${words.csv}</a>`}</form>`;
  return card(
    words.list,
    html`<div class="stack">${form}${!may(reader, "analyst") && note(words.masked, "info")}${rows.length === 0 ? html`<p>${words.noneFits}</p>` : accountsTable(view, rows)}</div>`,
    words.listAbout,
  );
};

const accountsTable = ({ reader, format }: View, rows: readonly RankedAccount[]): Html => {
  const words = creditWords(reader.language);
  const isShown = may(reader, "analyst");
  const hasBranches = rows.some(({ branch }) => branch !== null);
  return table(
    words.list,
    [
      { head: words.account },
      ...(hasBranches ? [{ head: words.branch, isLess: true }] : []),
      { head: words.loss, kind: "number" },
      { head: words.open, kind: "number" },
      { head: words.overdue, kind: "number" },
      { head: words.chance, kind: "number" },
      { head: words.invoices, kind: "number", isLess: true },
    ],
    rows.map(
      ({ account, name, branch, openInvoices, openAmount, overdueAmount, expectedLoss, chance, isNew }) => [
        html`${isShown ? html`<a class="who" href="/credit/${encodeURIComponent(account)}"><span dir="auto">${name ?? account}</span></a>` : `…${account.slice(-2)}`}${isNew && html` ${tag(words.isNew, "info")}`}`,
        ...(hasBranches ? [branch ?? ""] : []),
        html`<strong>${format.amount(expectedLoss)}</strong>`,
        format.amount(openAmount),
        overdueAmount === 0 ? "–" : html`<span class="bad-text">${format.amount(overdueAmount)}</span>`,
        format.percent(chance),
        format.number(openInvoices),
      ],
    ),
  );
};
