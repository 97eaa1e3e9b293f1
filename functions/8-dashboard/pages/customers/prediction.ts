import { barsFor } from "../../../../shared/html/charts/bars.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import { featureWords } from "../../parts/feature-words.ts";
import type { SpendPrediction } from "../../sources/sources.ts";
import type { View } from "../../view.ts";
import { customerWords } from "./customer-words.ts";

/** One answer of a model, with how sure it is and why. */
export const prediction = (view: View, answer: SpendPrediction): Html => {
  const { format, reader } = view;
  const words = customerWords(reader.language);
  const { value, interval80, chance, amountIfBuying, model, from, to } = answer;
  return html`<article class="card kpi"><h2 class="name">${words.horizon[model.task] ?? model.task}<span class="small">${from === to ? format.dayAndMonth(from) : `${format.dayAndMonth(from)} – ${format.dayAndMonth(to)}`}</span></h2>
<p class="value">${format.money(value)}</p>
<div class="stack"><p class="why">${words.between(format.money(interval80.low), format.money(interval80.high))}${chance !== undefined && html`<br>${words.chance(format.percent(chance), format.money(amountIfBuying ?? 0))}`}</p>
${reasons(view, answer)}
<p class="small"><a href="/models/${model.task}">${words.model(model.family)}</a></p></div></article>`;
};

type Told = Pick<SpendPrediction, "reasons" | "otherReasons"> & { readonly start?: number };

/** The reasons of an answer add up to it, from what an average customer spends; those of a change to the change. */
export const reasons = ({ format, reader }: View, { reasons: all, otherReasons, start }: Told): Html => {
  if (all.length === 0) return html``;
  const words = customerWords(reader.language);
  const bar = barsFor(
    all.map(({ effect }) => effect),
    "signed",
  );
  const plain = (name: string, amount: string) =>
    html`<tr><th scope="row" class="soft">${name}</th><td class="n soft">${amount}</td><td class="hide-narrow"></td></tr>`;
  return html`<div><h3>${words.because}</h3><table>${start !== undefined && plain(words.startFrom, format.money(start))}${all.map(
    ({ feature, words: english, value, effect }) =>
      html`<tr><th scope="row">${featureWords(reader.language, feature, english)}${value !== null && html` <span class="soft nowrap">(${format.number(value)})</span>`}</th><td class="n">${format.signedMoney(effect)}</td><td class="bar-cell hide-narrow">${bar(effect)}</td></tr>`,
  )}${plain(words.otherReasons, format.signedMoney(otherReasons))}</table></div>`;
};
