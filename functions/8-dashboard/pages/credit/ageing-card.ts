import { barsFor } from "../../../../shared/html/charts/bars.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import { Age, type Ageing } from "../../../../shared/serving/sections/ageing.ts";
import { card, table } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { creditWords } from "./credit-words.ts";

interface Counted {
  readonly invoices: number;
  readonly amount: number;
}

const total = (all: readonly Counted[]): Counted => ({
  invoices: all.reduce((sum, { invoices }) => sum + invoices, 0),
  amount: all.reduce((sum, { amount }) => sum + amount, 0),
});

/** Every age, also those without an invoice: an empty line is news, too. */
export const ageingLines = (all: readonly Ageing[]): readonly (Counted & { readonly age: Age })[] =>
  Age.options.map((age) => ({
    age,
    ...total(
      all.flatMap((each) => {
        const [invoices, amount] = each[age] ?? [0, 0];
        return { invoices, amount };
      }),
    ),
  }));

/** What is open by how long it is overdue. A snapshot of the version before does not say it. */
export const ageingCard = (
  { reader, format }: View,
  accounts: readonly { readonly ageing?: Ageing | undefined }[],
): Html => {
  const known = accounts.flatMap(({ ageing }) => ageing ?? []);
  if (known.length === 0) return html``;
  const words = creditWords(reader.language);
  const lines = ageingLines(known);
  const bar = barsFor(lines.map(({ amount }) => amount));
  const { invoices, amount } = total(lines);
  const rows = lines.map((line) => [
    html`<span class="nowrap">${words.ages[line.age]}</span>`,
    format.number(line.invoices),
    format.amount(line.amount),
    amount === 0 ? "–" : format.percent(line.amount / amount),
    bar(line.amount),
  ]);
  const totals = [
    html`<strong>${words.total}</strong>`,
    format.number(invoices),
    html`<strong>${format.amount(amount)}</strong>`,
    "",
    "",
  ];
  return card(
    words.ageing,
    table(
      words.ageing,
      [
        { head: words.overdueBy },
        { head: words.invoices, kind: "number" },
        { head: words.open, kind: "number" },
        { head: words.share, kind: "number", isLess: true },
        { head: html`<span class="unseen">${words.open}</span>`, kind: "bar", isLess: true },
      ],
      [...rows, totals],
    ),
    words.ageingAbout,
  );
};
