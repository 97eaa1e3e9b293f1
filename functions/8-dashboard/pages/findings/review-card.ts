import { type Html, html } from "../../../../shared/html/html.ts";
import { ActKind } from "../../../../shared/insights/acts.ts";
import { card, note } from "../../parts/ui.ts";
import { may } from "../../reader.ts";
import type { View } from "../../view.ts";
import { findingsWords } from "./findings-words.ts";
import type { KnownFinding } from "./known-findings.ts";

/** What people said of a finding, and a form to say it. */
export const reviewCard = ({ reader, format }: View, { finding, act, state }: KnownFinding): Html => {
  const words = findingsWords(reader.language);
  const said =
    act &&
    html`<p>${words.said(words.states[act.kind], act.by ?? "daybook", format.instant(act.at))}${act.note !== undefined && html`<br><span dir="auto" class="soft break">${act.note}</span>`}</p>`;
  if (!may(reader, "analyst")) return card(words.review, html`${said}${note(words.notAllowed, "info")}`);
  const offered = ([...ActKind.options, "open"] as const).filter((each) => each !== state);
  return card(
    words.review,
    html`<div class="stack">${said}<form class="controls" method="post" action="/findings/${finding.id}"><label class="grow" for="note">${words.note}<input id="note" name="note" maxlength="500" autocomplete="off"></label>${offered.map((each) => html`<button name="state" value="${each}">${words.acts[each]}</button>`)}</form></div>`,
    words.reviewAbout,
  );
};
