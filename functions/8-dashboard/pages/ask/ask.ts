import { z } from "zod";
import { RejectedInput } from "../../../../shared/errors.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { Explored } from "../../../../shared/ports.ts";
import type { Question } from "../../../../shared/query/ask.ts";
import { savedQueries } from "../../../../shared/query/saved-queries.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { card } from "../../parts/ui.ts";
import { may } from "../../reader.ts";
import type { View } from "../../view.ts";
import { answerTable } from "./answer-table.ts";
import { askWords } from "./ask-words.ts";

const Query = z.object({
  sql: z.string().max(20_000).optional().catch(undefined),
  saved: z.string().max(100).optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

/** The only page that reads the warehouse: its answer is never kept. */
export const askPage = (desk: Desk) =>
  page(desk, {
    path: "/ask",
    summary: "Questions in SQL, by reading only",
    nav: "ask",
    query: Query,
    alsoShows: () => [String(asked++)],
    show: async ({ view, query }) => ask(view, query, await answered(desk, view, query)),
  });

/** No two answers have the same tag: the tables may have changed. */
let asked = 0;

type Outcome = { readonly answer: Explored } | { readonly fault: string } | undefined;

const answered = async ({ sources }: Desk, { reader }: View, query: Query): Promise<Outcome> => {
  const question = questionOf(query);
  if (!question) return undefined;
  try {
    // Only an analyst may see people, here as elsewhere.
    return { answer: await sources.ask(question, may(reader, "analyst")) };
  } catch (error) {
    if (error instanceof RejectedInput) return { fault: error.message };
    throw error;
  }
};

const questionOf = ({ sql = "", saved = "" }: Query): Question | undefined => {
  if (sql.trim() !== "") return { sql };
  return saved === "" ? undefined : { saved, params: {} };
};

const ask = (view: View, { sql, saved }: Query, outcome: Outcome): PageContent => {
  const words = askWords(view.reader.language);
  const known = savedQueries();
  const text = sql ?? known.find(({ name }) => name === saved)?.sql ?? words.example;
  return {
    title: words.title,
    lede: words.lede,
    body: html`<div class="stack"><div class="halves lead"><section class="card"><h2>${words.own}</h2><form class="stack" action="/ask"><label for="sql"><span class="unseen">${words.own}</span><textarea id="sql" name="sql" rows="9" maxlength="20000" spellcheck="false">${text}</textarea></label><p class="row between"><span class="soft small">${words.tables}</span><button class="main">${words.ask}</button></p></form></section>
${card(
  words.saved,
  html`<ul class="list">${known.map(
    ({ name, about }) =>
      html`<li><a href="/ask?saved=${encodeURIComponent(name)}"${name === saved && html` aria-current="true"`}>${name.replaceAll("_", " ")}</a><span class="soft small" lang="en">${about}</span></li>`,
  )}</ul>`,
)}</div>${outcome && result(view, outcome)}</div>`,
  };
};

const result = (view: View, outcome: NonNullable<Outcome>): Html => {
  const words = askWords(view.reader.language);
  if ("fault" in outcome)
    return html`<section class="note bad" role="alert"><h2>${words.fault}</h2><p lang="en" dir="auto" class="break">${outcome.fault}</p></section>`;
  const { rows, truncated } = outcome.answer;
  const count = view.format.number(rows.length);
  return html`<section class="card" id="answer"><h2>${words.answer}</h2><p class="soft small" role="status">${rows.length === 0 ? words.none : truncated ? words.truncated(count) : words.rows(count)}${!may(view.reader, "analyst") && html` ${words.masked}`}</p>${rows.length > 0 && answerTable(view, rows)}</section>`;
};
