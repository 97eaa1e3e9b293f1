import { barsFor } from "../../../../shared/html/charts/bars.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import { featureWords } from "../../parts/feature-words.ts";
import { card as box, table } from "../../parts/ui.ts";
import type { ModelsOfTask, ShownCard } from "../../sources/models.ts";
import type { View } from "../../view.ts";
import { modelsWords } from "./models-words.ts";

const importantShown = 10;

/** How much worse the model is without a feature. */
export const importance = ({ reader, format }: View, { importances }: ShownCard): Html => {
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

/** How often what came lay within the bands. */
export const calibration = ({ reader, format }: View, { intervals }: ShownCard): Html => {
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

/** Which features are no longer as the model has seen them. */
export const drift = ({ reader, format }: View, { drift: report }: ModelsOfTask): Html => {
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
