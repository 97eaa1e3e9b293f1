import { z } from "zod";
import { html } from "../../../../shared/html/html.ts";
import type { Act } from "../../../../shared/insights/acts.ts";
import { andThen } from "../../../../shared/value-or-promise.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { empty, tabs } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { findingLine } from "./finding-line.ts";
import { findingsWords } from "./findings-words.ts";
import { knownFindings, type ShownState, shownStates } from "./known-findings.ts";

export const findingsPage = (desk: Desk) =>
  page(desk, {
    path: "/findings",
    summary: "Unusual movements, the most severe first",
    nav: "findings",
    query: z.object({ state: z.enum(shownStates).catch("open") }),
    alsoShows: ({ acts }) => andThen(acts(), ({ tag: seen }) => [seen]),
    show: ({ view, query: { state } }) =>
      andThen(desk.live.acts(), ({ value: acts }) => findings(view, acts, state)),
  });

const shownMost = 100;

const findings = (view: View, acts: readonly Act[], state: ShownState): PageContent => {
  const words = findingsWords(view.reader.language);
  const known = knownFindings(view, acts);
  const toMetrics = html`<a class="button" href="/metrics">${words.toMetrics}</a>`;
  if (!known) return { title: words.title, body: empty(words.emptyTitle, words.emptyWhat, toMetrics) };
  if (known.length === 0) return { title: words.title, body: empty(words.noneTitle, words.none, toMetrics) };
  const shown = known.filter((each) => state === "all" || each.state === state).slice(0, shownMost);
  const open = known.filter((each) => each.state === "open").length;
  return {
    title: words.title,
    lede: words.lede(view.format.number(open)),
    beside: tabs(
      words.state,
      shownStates.map((each) => ({
        text: words.states[each],
        href: view.keep({ state: each === "open" ? undefined : each }),
        isCurrent: each === state,
      })),
    ),
    body:
      shown.length === 0
        ? empty(words.states[state], words.noneOfState)
        : html`<section class="card"><ol class="list">${shown.map((each) => findingLine(view, each))}</ol></section>`,
  };
};
