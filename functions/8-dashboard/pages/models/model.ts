import { z } from "zod";
import { barsFor } from "../../../../shared/html/charts/bars.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import { andThen } from "../../../../shared/value-or-promise.ts";
import type { PageContent } from "../../frame/frame.ts";
import { type Desk, page } from "../../page.ts";
import { featureWords } from "../../parts/feature-words.ts";
import { card as box, empty, facts, note, table, tag } from "../../parts/ui.ts";
import { may } from "../../reader.ts";
import type { ModelsOfTask, ShownCard } from "../../sources/models.ts";
import type { View } from "../../view.ts";
import { verdictLine } from "./models.ts";
import { modelsWords } from "./models-words.ts";
import { byRank, measuresOf } from "./scores.ts";

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

const leaderboard = ({ reader, format }: View, card: ShownCard): Html => {
  const words = modelsWords(reader.language);
  const measures = measuresOf(card);
  return box(
    words.leaderboard,
    table(
      words.leaderboard,
      [
        { head: words.family },
        ...measures.map((name) => ({ head: words.measures[name] ?? name, kind: "number" as const })),
        { head: words.seconds, kind: "number", isLess: true },
      ],
      byRank(card).map(({ family, baseline, holdout, seconds, failed }) => [
        html`<span class="row"><span lang="en"${baseline && html` class="soft"`}>${family}</span>${family === card.family && tag(words.chosen, "good")}${baseline && tag(words.rule)}${failed !== undefined && tag(words.failed, "bad")}</span>`,
        ...measures.map((name) => {
          const score = holdout[name];
          return typeof score === "number" ? scoreText(format, score) : "–";
        }),
        `${format.number(Math.round(seconds * 10) / 10)} s`,
      ]),
    ),
    words.leaderboardAbout,
  );
};

const scoreText = (format: View["format"], score: number): string =>
  Math.abs(score) >= 100 ? format.number(Math.round(score)) : format.decimals(score);

const importantShown = 10;

const importance = ({ reader, format }: View, { importances }: ShownCard): Html => {
  const words = modelsWords(reader.language);
  const shown = importances.slice(0, importantShown);
  if (shown.length === 0) return html``;
  const bar = barsFor(shown.map(({ increase }) => increase));
  return box(
    words.importance,
    table(
      words.importance,
      [
        { head: words.feature },
        { head: words.grows, kind: "number" },
        { head: html`<span class="unseen">${words.grows}</span>`, kind: "bar" },
      ],
      shown.map(({ feature, increase }) => [
        featureWords(reader.language, feature, feature.replaceAll("_", " ")),
        format.decimals(increase),
        bar(increase),
      ]),
    ),
    words.importanceAbout,
  );
};

const calibration = ({ reader, format }: View, { intervals }: ShownCard): Html => {
  if (!intervals) return html``;
  const words = modelsWords(reader.language);
  const bar = barsFor([1]);
  return box(
    words.calibration,
    table(
      words.calibration,
      [
        { head: words.promised },
        { head: words.held, kind: "number" },
        { head: html`<span class="unseen">${words.held}</span>`, kind: "bar" },
      ],
      (["80", "95"] as const).map((level) => [
        format.percent(Number(level) / 100),
        format.percent(intervals.coverage[level]),
        bar(intervals.coverage[level]),
      ]),
    ),
    words.calibrationAbout,
  );
};

const driftShown = 8;

const drift = ({ reader, format }: View, { drift: report }: ModelsOfTask): Html => {
  if (!report) return html``;
  const words = modelsWords(reader.language);
  const shown = report.features.slice(0, driftShown);
  const bar = barsFor([0.5, ...shown.map(({ psi }) => psi)]);
  return box(
    words.drift,
    table(
      words.drift,
      [
        { head: words.feature },
        { head: words.index, kind: "number" },
        { head: html`<span class="unseen">${words.index}</span>`, kind: "bar" },
      ],
      shown.map(({ name, psi }) => [
        featureWords(reader.language, name, name.replaceAll("_", " ")),
        html`<span${psi > 0.25 && html` class="warn-text"`}>${format.decimals(psi)}</span>`,
        bar(psi),
      ]),
    ),
    words.driftAbout(format.day(report.asOf), format.number(report.rows)),
  );
};

const versions = ({ reader, format }: View, { task, versions: all, current }: ModelsOfTask): Html => {
  const words = modelsWords(reader.language);
  const isOperator = may(reader, "operator");
  return box(
    words.versions,
    table(
      words.versions,
      [
        { head: words.version },
        { head: words.family },
        { head: words.created, kind: "number" },
        { head: words.until, kind: "number", isLess: true },
        { head: words.because, kind: "wide", isLess: true },
        { head: html`<span class="unseen">${words.promote}</span>` },
      ],
      all.map(({ version, family, created, trainedUntil, because }) => [
        html`<code>${version}</code>`,
        html`<span lang="en">${family}</span>`,
        format.instant(created),
        format.date(trainedUntil),
        html`<span lang="en">${because}</span>`,
        version === current
          ? tag(words.inForce, "good")
          : isOperator &&
            html`<form method="post" action="/models/${task}/promote"><input type="hidden" name="version" value="${version}"><button>${words.promote}<span class="unseen"> ${version}</span></button></form>`,
      ]),
    ),
  );
};
