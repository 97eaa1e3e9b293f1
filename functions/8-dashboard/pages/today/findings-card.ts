import { dayOf, isoDate } from "../../../../shared/dates.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { Act } from "../../../../shared/insights/acts.ts";
import type { View } from "../../view.ts";
import { findingLine } from "../findings/finding-line.ts";
import { knownFindings } from "../findings/known-findings.ts";
import { todayWords } from "./today-words.ts";

const shownMost = 5;

const recentDays = 31;

/** The gravest findings that nobody has looked into: of the last month, or of all if it has none. */
export const findingsCard = (view: View, acts: readonly Act[]): Html => {
  const words = todayWords(view.reader.language);
  const known = knownFindings(view, acts);
  const all = (known ?? []).filter(({ state }) => state === "open");
  const asOf = view.seen?.snapshot.manifest.asOf;
  const since = asOf ? isoDate(dayOf(asOf) - recentDays) : "";
  const recent = all.filter(({ finding }) => finding.period > since);
  const open = (recent.length > 0 ? recent : all).slice(0, shownMost);
  return html`<section class="card"><div class="head-row"><h2>${words.findings}</h2><a href="/findings">${words.allFindings}</a></div>${
    open.length > 0
      ? html`<ol class="list">${open.map((each) => findingLine(view, each))}</ol>`
      : html`<p class="soft">${known ? words.noFindings : words.findingsComing}</p>`
  }</section>`;
};
