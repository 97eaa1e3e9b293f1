import { type Html, html } from "../../../../shared/html/html.ts";
import { savedQueries } from "../../../../shared/query/saved-queries.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { card } from "../../parts/ui.ts";
import { may } from "../../reader.ts";
import type { View } from "../../view.ts";
import { answerChart } from "./answer-chart.ts";
import { answerTable } from "./answer-table.ts";
import { mostCsvRows } from "./ask-csv.ts";
import { askWords } from "./ask-words.ts";
import { AskQuery, answered, type Outcome } from "./asked.ts";
import { savedQuestion, titleOf } from "./saved-question.ts";

const mostShown = 500;

/** The only page that reads the warehouse: its answer is never kept. */
export const askPage = (desk: Desk) =>
  page(desk, {
    path: "/ask",
    summary: "Questions in SQL, by reading only",
    nav: "ask",
    query: AskQuery,
    alsoShows: () => [String(asked++)],
    show: async ({ view, query }) =>
      ask(view, query, await answered(desk.sources, view.reader, query, mostShown)),
  });

/** No two answers have the same tag: the tables may have changed. */
let asked = 0;

const ask = (view: View, query: AskQuery, outcome: Outcome | undefined): PageContent => {
  const words = askWords(view.reader.language);
  const saved = query.sql.trim() === "" ? query.saved : undefined;
  return {
    title: words.title,
    lede: words.lede,
    body: html`<div class="stack"><div class="halves lead">${saved ? savedQuestion(view, saved, query.given) : ownQuestion(view, query.sql)}
${savedList(view, saved?.name)}</div>${outcome && result(view, outcome, query.draw)}${saved && ownQuestion(view, "")}</div>`,
  };
};

const ownQuestion = ({ reader }: View, sql: string): Html => {
  const words = askWords(reader.language);
  return html`<section class="card"><h2>${words.own}</h2><form class="stack" action="/ask#answer"><label for="sql"><span class="unseen">${words.own}</span><textarea id="sql" name="sql" rows="9" maxlength="20000" spellcheck="false">${sql === "" ? words.example : sql}</textarea></label><p class="row between"><span class="soft small">${words.tables}</span><button class="main">${words.ask}</button></p></form></section>`;
};

const savedList = ({ reader }: View, chosen: string | undefined): Html => {
  const words = askWords(reader.language);
  return card(
    words.saved,
    html`<ul class="list">${savedQueries().map(
      ({ name, about }) =>
        html`<li><a href="/ask?saved=${encodeURIComponent(name)}"${name === chosen && html` aria-current="true"`}>${titleOf(name)}</a><span class="soft small" lang="en">${about}</span></li>`,
    )}</ul>`,
  );
};

const result = (view: View, outcome: Outcome, draw: string): Html => {
  const words = askWords(view.reader.language);
  if ("fault" in outcome)
    return html`<section class="note bad" id="answer" role="alert"><h2>${words.fault}</h2><p lang="en" dir="auto" class="break">${outcome.fault}</p></section>`;
  const { rows, truncated } = outcome.answer;
  const count = view.format.number(rows.length);
  const said = rows.length === 0 ? words.none : truncated ? words.truncated(count) : words.rows(count);
  const csv = html`<a href="/ask.csv${view.keep({ draw: undefined })}">${words.csv(view.format.number(mostCsvRows))}</a>`;
  return html`<section class="card" id="answer"><div class="head-row"><h2>${words.answer}</h2>${rows.length > 0 && csv}</div><p class="soft small" role="status">${said}${!may(view.reader, "analyst") && html` ${words.masked}`}</p>${rows.length > 0 && html`<div class="stack">${answerChart(view, rows, draw)}${answerTable(view, rows)}</div>`}</section>`;
};
