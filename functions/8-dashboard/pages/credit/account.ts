import { z } from "zod";
import { type Html, html } from "../../../../shared/html/html.ts";
import {
  type AccountRisk,
  accounts,
  type OpenInvoice,
} from "../../../../shared/serving/sections/accounts.ts";
import { andThen } from "../../../../shared/value-or-promise.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { card, empty, facts, note, table, tag } from "../../parts/ui.ts";
import { may } from "../../reader.ts";
import { entryOf } from "../../sources/entry-of.ts";
import type { View } from "../../view.ts";
import { ageingCard } from "./ageing-card.ts";
import { creditWords } from "./credit-words.ts";

export const accountPage = (desk: Desk) =>
  page(desk, {
    path: "/credit/{id}",
    summary: "One account: its open invoices, with the chance that each is late and why",
    nav: "credit",
    params: z.object({ id: z.string().max(20_000) }),
    show: ({ view, params: { id } }) => {
      const words = creditWords(view.reader.language);
      if (!may(view.reader, "analyst")) return { title: words.title, body: note(words.masked, "info") };
      return andThen(entryOf(view.seen, accounts, id), (known) =>
        known ? account(view, id, known) : unknown(view, id),
      );
    },
  });

const unknown = ({ reader }: View, id: string): PageContent => {
  const words = creditWords(reader.language);
  return {
    title: words.notFound,
    status: 404,
    body: empty(
      words.notFound,
      words.notFoundWhat(id.slice(0, 60)),
      html`<a class="button" href="/credit">${words.all}</a>`,
    ),
  };
};

const account = (view: View, id: string, known: AccountRisk): PageContent => {
  const { format, reader } = view;
  const words = creditWords(reader.language);
  return {
    title: words.accountTitle(known.name ?? id),
    body: html`<div class="stack"><section class="card">${facts([
      [words.loss, format.money(known.expectedLoss)],
      [words.open, format.money(known.openAmount)],
      [words.overdue, format.money(known.overdueAmount)],
      [words.branch, known.branch ?? "–"],
      [words.account, html`<code>${id}</code>`],
    ])}</section>${ageingCard(view, [known])}${invoices(view, known.invoices)}</div>`,
  };
};

const invoices = ({ reader, format }: View, all: readonly OpenInvoice[]): Html => {
  const words = creditWords(reader.language);
  return card(
    words.openInvoices,
    table(
      words.openInvoices,
      [
        { head: words.invoice },
        { head: words.loss, kind: "number" },
        { head: words.amount, kind: "number" },
        { head: words.chance, kind: "number" },
        { head: words.due, kind: "number" },
        { head: words.overdueBy },
        { head: words.reasons, kind: "wide" },
      ],
      all.map(({ invoice, amount, chance, dueOn, overdueDays, disputedOn, expectedLoss, reasons }) => [
        html`<code>${invoice}</code>`,
        html`<strong>${format.amount(expectedLoss)}</strong>`,
        amount === null ? "–" : format.amount(amount),
        format.percent(chance),
        format.date(dueOn),
        html`<span class="row">${overdueDays > 0 ? tag(words.days(format.number(overdueDays)), "bad") : tag(words.notDue)}${disputedOn !== null && tag(words.disputed, "warn")}</span>`,
        html`<span lang="en">${reasons.map(({ words: why }) => why).join("; ")}</span>`,
      ]),
    ),
  );
};
