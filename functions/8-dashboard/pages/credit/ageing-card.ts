import { barsFor } from "../../../../shared/html/charts/bars.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import { Age, type Ageing } from "../../../../shared/serving/sections/ageing.ts";
import { card, table } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { creditWords } from "./credit-words.ts";

interface Line {
  readonly age: Age;
  readonly invoices: number;
  readonly amount: number;
}

/** Every age, also those without an invoice: an empty line is news, too. */
export const ageingLines = (all: readonly Ageing[]): readonly Line[] =>
  Age.options.map((age) => {
    const found = all.flatMap((each) => (each[age] ? [each[age]] : []));
    return {
      age,
      invoices: found.reduce((sum, [invoices]) => sum + invoices, 0),
      amount: found.reduce((sum, [, amount]) => sum + amount, 0),
    };
  });

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
  const [invoices, total] = [sum(lines, "invoices"), sum(lines, "amount")];
  const rows = lines.map((line) => [
    html`<span class="nowrap">${words.ages[line.age]}</span>`,
    format.number(line.invoices),
    format.amount(line.amount),
    total === 0 ? "–" : format.percent(line.amount / total),
    bar(line.amount),
  ]);
  const totals = [
    html`<strong>${words.total}</strong>`,
    format.number(invoices),
    html`<strong>${format.amount(total)}</strong>`,
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

const sum = (lines: readonly Line[], of: "invoices" | "amount"): number =>
  lines.reduce((total, line) => total + line[of], 0);
