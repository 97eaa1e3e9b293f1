import { type Html, html } from "../../../shared/html/html.ts";
import { may } from "../reader.ts";
import type { FilesReport } from "../sources/sources.ts";
import type { View } from "../view.ts";
import { heldFilesWords } from "./held-files-words.ts";
import { card, mostListed, note } from "./ui.ts";

/** The files that wait for a person, who lets each in or turns it away. */
export const heldFiles = (view: View, all: FilesReport["held"]): Html => {
  if (all.length === 0) return html``;
  const { reader, format } = view;
  const words = heldFilesWords(reader.language);
  const mayDecide = may(reader, "operator");
  const list = html`<ul class="list">${all
    .slice(0, mostListed)
    .map(
      ({ object, reason = "", rows, rejected = 0 }) =>
        html`<li class="beside"><div><code class="break">${object}</code><br><span lang="en">${reason}</span>${rows !== undefined && html` <span class="soft nowrap">${words.rows(format.number(rows + rejected))}</span>`}</div>${mayDecide && decisionForm(view, object)}</li>`,
    )}</ul>`;
  return card(
    words.title,
    html`<div class="stack">${list}${!mayDecide && note(words.notAllowed, "info")}</div>`,
    words.about,
  );
};

const decisionForm = ({ reader }: View, object: string): Html => {
  const words = heldFilesWords(reader.language);
  const button = (decision: "released" | "refused") =>
    html`<button name="decision" value="${decision}" aria-label="${words.decide[decision]}: ${object}">${words.decide[decision]}</button>`;
  return html`<form class="row" method="post" action="/quality/holds"><input type="hidden" name="file" value="${object}">${button("released")}${button("refused")}</form>`;
};
