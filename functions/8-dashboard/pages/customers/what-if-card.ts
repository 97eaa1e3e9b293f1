import { type Html, html } from "../../../../shared/html/html.ts";
import { andThen, type ValueOrPromise } from "../../../../shared/value-or-promise.ts";
import { card, note } from "../../parts/ui.ts";
import type { CustomerFacts, Seen, SpendPrediction } from "../../sources/sources.ts";
import type { View } from "../../view.ts";
import { customerWords } from "./customer-words.ts";
import { reasons } from "./prediction.ts";
import { type AskedBasket, type BasketFault, readBasket } from "./what-if.ts";

/** A form whose answer is in the address: it can be shared, and it stores nothing. */
export const whatIfCard = (
  view: View,
  seen: Seen,
  known: CustomerFacts,
  asked: AskedBasket,
): ValueOrPromise<Html> => {
  const words = customerWords(view.reader.language);
  const { basket, faults } = readBasket(asked);
  const isAnswerable = known.predictions.some(({ model }) => model.task === "spend_30d");
  const shown = (answer: SpendPrediction | undefined) =>
    card(
      words.whatIf,
      html`<form class="controls" action="#what-if" id="what-if">${field("amount", words.amount, asked.amount, "decimal", faults)}${field("items", words.itemsAsked, asked.items, "numeric", faults)}${field("orders", words.ordersAsked, asked.orders, "numeric", faults)}<button class="main">${words.calculate}</button></form>
<div role="status">${faults.length > 0 && html`<ul id="what-if-faults" class="note bad">${faults.map((fault) => html`<li>${faultWords(words, fault)}</li>`)}</ul>`}${answer && result(view, answer)}</div>`,
      words.whatIfAbout,
    );
  if (!basket || !isAnswerable)
    return isAnswerable ? shown(undefined) : card(words.whatIf, note(words.noModel, "info"));
  return andThen(seen.spend({ customer: known.customer, horizon: "30d", today: basket }), shown);
};

const field = (
  name: BasketFault,
  label: string,
  value: string,
  mode: "decimal" | "numeric",
  faults: readonly BasketFault[],
): Html =>
  html`<label for="${name}">${label}<input id="${name}" name="${name}" value="${value}" inputmode="${mode}" size="8" maxlength="30" autocomplete="off"${faults.includes(name) && html` aria-invalid="true" aria-describedby="what-if-faults"`}></label>`;

const faultWords = (words: ReturnType<typeof customerWords>, fault: BasketFault): string =>
  ({ amount: words.amountFault, items: words.itemsFault, orders: words.ordersFault })[fault];

const result = (view: View, answer: SpendPrediction): Html => {
  const { format, reader } = view;
  const words = customerWords(reader.language);
  const { withoutToday, interval80, warnings } = answer;
  return html`<div class="stack"><p class="kpi"><strong class="value">${format.money(answer.value)}</strong><span>${words.result(format.money(answer.value))}</span>${withoutToday && html`<span>${words.resultChange(format.signedMoney(withoutToday.change), format.money(withoutToday.value))}</span>`}<span class="why">${words.between(format.money(interval80.low), format.money(interval80.high))}</span></p>
${reasons(view, withoutToday ?? answer)}
${warnings.length > 0 && html`<details><summary>${words.warnings} (${warnings.length})</summary><ul lang="en" class="list">${warnings.map((text) => html`<li>${text}</li>`)}</ul></details>`}
<p><a href="?">${words.clear}</a></p></div>`;
};
