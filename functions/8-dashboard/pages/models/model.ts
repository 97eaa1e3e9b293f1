import { z } from "zod";
import { type Html, html } from "../../../../shared/html/html.ts";
import { andThen } from "../../../../shared/value-or-promise.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { card as box, empty, facts, note } from "../../parts/ui.ts";
import type { ModelsOfTask, ShownCard } from "../../sources/models.ts";
import type { View } from "../../view.ts";
import { leaderboard } from "./leaderboard.ts";
import { verdictLine } from "./models.ts";
import { modelsWords } from "./models-words.ts";
import { calibration, drift, importance } from "./reliability.ts";
import { versions } from "./versions.ts";

export const modelPage = (desk: Desk) =>
  page(desk, {
    path: "/models/{task}",
    summary: "One task: leaderboard, importance, calibration, drift and versions",
    nav: "models",
    params: z.object({ task: z.string().max(200) }),
    query: z.object({ done: z.string().optional() }),
    alsoShows: ({ models }) => andThen(models(), ({ tag: seen }) => [seen]),
    show: ({ view, params: { task }, query: { done } }) =>
      andThen(desk.live.models(), ({ value: all }) => {
        const found = all.find((each) => each.task === task);
        return found ? model(view, found, done !== undefined) : unknown(view);
      }),
  });

const unknown = ({ reader }: View): PageContent => {
  const words = modelsWords(reader.language);
  return {
    title: words.notFound,
    status: 404,
    body: empty(words.notFound, words.notFoundWhat, html`<a class="button" href="/models">${words.all}</a>`),
  };
};

const model = (view: View, found: ModelsOfTask, isDone: boolean): PageContent => {
  const words = modelsWords(view.reader.language);
  const { task, card } = found;
  return {
    title: words.tasks[task] ?? task,
    body: html`<div class="stack">${isDone && note(words.done, "good")}
${
  card &&
  html`${verdictLine(view, card)}${about(view, found, card)}${leaderboard(view, card)}
<div class="halves">${importance(view, card)}${calibration(view, card)}${drift(view, found)}</div>`
}
${versions(view, found)}</div>`,
  };
};

const about = ({ reader, format }: View, { because, since }: ModelsOfTask, card: ShownCard): Html => {
  const words = modelsWords(reader.language);
  const { from, to, rows } = card.training;
  return box(
    words.choice,
    html`<div class="stack"><p lang="en">${because ?? card.choice.because}</p>${facts([
      [words.family, html`<span lang="en">${card.family}</span>`],
      [words.version, html`<code>${card.version}</code>`],
      [words.answers, since === null ? "–" : format.instant(since)],
      [words.folds, `${format.date(from)} – ${format.date(to)}, ${format.number(rows)}`],
    ])}${card.warnings.length > 0 && html`<ul class="note warn" lang="en">${card.warnings.map((text) => html`<li>${text}</li>`)}</ul>`}</div>`,
  );
};
