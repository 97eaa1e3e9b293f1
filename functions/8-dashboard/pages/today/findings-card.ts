import { type Html, html } from "../../../../shared/html/html.ts";
import type { Act } from "../../../../shared/insights/acts.ts";
import type { View } from "../../view.ts";
import { findingLine } from "../findings/finding-line.ts";
import { knownFindings } from "../findings/known-findings.ts";
import { todayWords } from "./today-words.ts";

const shownMost = 5;

/** The newest findings that nobody has looked into. */
export const findingsCard = (view: View, acts: readonly Act[]): Html => {
  const words = todayWords(view.reader.language);
  const known = knownFindings(view, acts);
  const open = (known ?? [])
    .filter(({ state }) => state === "open")
    .sort(({ finding: a }, { finding: b }) => (a.period < b.period ? 1 : -1))
    .slice(0, shownMost);
  return html`<section class="card"><div class="head-row"><h2>${words.findings}</h2><a href="/findings">${words.allFindings}</a></div>${
    open.length > 0
      ? html`<ol class="list">${open.map((each) => findingLine(view, each))}</ol>`
      : html`<p class="soft">${known ? words.noFindings : words.findingsComing}</p>`
  }</section>`;
};
