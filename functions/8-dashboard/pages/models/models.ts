import { type Html, html } from "../../../../shared/html/html.ts";
import { drifted } from "../../../../shared/registry/drift-report.ts";
import { andThen } from "../../../../shared/value-or-promise.ts";
import { type Desk, page } from "../../page.ts";
import { empty, facts, tag } from "../../parts/ui.ts";
import type { ModelsOfTask } from "../../sources/models.ts";
import type { View } from "../../view.ts";
import { modelsWords } from "./models-words.ts";
import { againstRules } from "./scores.ts";

export const modelsPage = (desk: Desk) =>
  page(desk, {
    path: "/models",
    summary: "Which models answer, and how they did against plain rules",
    nav: "models",
    alsoShows: ({ models }) => andThen(models(), ({ tag: seen }) => [seen]),
    show: ({ view }) =>
      andThen(desk.live.models(), ({ value: all }) => {
        const words = modelsWords(view.reader.language);
        if (all.length === 0) return { title: words.title, body: empty(words.emptyTitle, words.emptyWhat) };
        return {
          title: words.title,
          lede: words.lede,
          body: html`<div class="stack">${all.map((each) => summary(view, each))}</div>`,
        };
      }),
  });

const summary = (view: View, { task, card, current, drift, since }: ModelsOfTask): Html => {
  const { reader, format } = view;
  const words = modelsWords(reader.language);
  const moved = drift ? drifted(drift).map(({ name }) => name) : [];
  return html`<section class="card"><div class="head-row"><h2><a href="/models/${task}">${words.tasks[task] ?? task}</a></h2>${current === null ? tag(words.nothing, "warn") : tag(words.answers, "good")}</div>
${card && verdictLine(view, card)}
${facts([
  [words.family, card ? html`<span lang="en">${card.family}</span>` : "–"],
  [words.created, since === null ? "–" : format.instant(since)],
  [words.until, card ? format.day(card.training.to) : "–"],
  [words.coverage, card?.intervals ? format.percent(card.intervals.coverage["80"]) : "–"],
  [
    words.drift,
    moved.length === 0
      ? words.driftNone
      : html`<span class="warn-text">${words.driftSome(moved.join(", "))}</span>`,
  ],
])}</section>`;
};

/** The measure that decided, against the best plain rule. */
export const verdictLine = ({ reader, format }: View, card: NonNullable<ModelsOfTask["card"]>): Html => {
  const words = modelsWords(reader.language);
  const compared = againstRules(card);
  if (!compared) return html``;
  const { measure, own, rule, less } = compared;
  return html`<p class="row"><strong class="figure">${format.decimals(own)}</strong><span>${words.against(words.measures[measure] ?? measure)}</span><span class="${less >= 0 ? "good-text" : "bad-text"}">${less >= 0 ? words.betterThan(format.percent(less)) : words.worseThan(format.percent(-less))}</span><span class="soft">(${rule.name}: ${format.decimals(rule.score)})</span></p>`;
};
