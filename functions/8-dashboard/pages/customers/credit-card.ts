import { type Html, html } from "../../../../shared/html/html.ts";
import type { AccountRisk } from "../../../../shared/serving/sections/accounts.ts";
import { card, facts } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { customerWords } from "./customer-words.ts";

/** What a customer who buys on credit owes; nothing for anybody else. */
export const creditCard = (
  { reader, format }: View,
  account: string,
  known: AccountRisk | undefined,
): Html | false => {
  if (!known) return false;
  const words = customerWords(reader.language).credit;
  return card(
    words.title,
    html`<div class="stack">${facts([
      [words.loss, format.money(known.expectedLoss)],
      [words.open, format.money(known.openAmount)],
      [words.overdue, format.money(known.overdueAmount)],
      [words.invoices, format.number(known.invoices.length)],
    ])}<p><a href="/credit/${encodeURIComponent(account)}">${words.more}</a></p></div>`,
    known.isNew ? words.isNew : words.about,
  );
};
