import { type Step, waterfall } from "../../../../shared/html/charts/waterfall.ts";
import { type Html, html } from "../../../../shared/html/html.ts";
import type { Driver, SplitName } from "../../../../shared/insights/explanation.ts";
import type { ServedFinding } from "../../../../shared/serving/sections/findings.ts";
import { card, note } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { chartText, periodText } from "../metrics/metric-formats.ts";
import { isOfManyPeriods, metricOf } from "./finding-line.ts";
import { findingsWords } from "./findings-words.ts";

/** The first of them that a finding has is drawn. */
const splits: readonly SplitName[] = ["segments", "mix_rate", "factors"];

/** The finding in words, as the stage that explained it told them, and the parts of its change. */
export const whyItMoved = (view: View, finding: ServedFinding): Html => {
  const { explanation } = finding;
  if (!explanation) return html``;
  const { language } = view.reader;
  const words = findingsWords(language);
  const { headline, paragraph, nextStep } = explanation[language];
  const isFaulty = explanation.verdict === "data_fault";
  return html`${card(
    words.why,
    html`<div class="stack">${isFaulty && note(words.dataFault, "bad")}${isOfManyPeriods(finding.kind) && html`<p class="soft">${words.ofOnePeriod(periodText(view.format, finding.cadence)(finding.period))}</p>`}<p><b>${headline}</b></p><p>${paragraph}</p><p>${words.nextStep}: ${nextStep}</p></div>`,
  )}${parts(view, finding)}`;
};

/** A split whose parts all have contributions, from the expected value to the actual one. */
const parts = (view: View, { kpi, cadence, explanation }: ServedFinding): Html => {
  const { actual, expected, drivers = [] } = explanation ?? {};
  const shown = splits.find((name) => drivers.some(({ split }) => split === name));
  const own = drivers.filter(({ split }) => split === shown);
  const steps = own.flatMap((driver): readonly Step[] =>
    driver.contribution === null
      ? []
      : [{ name: partName(view, driver), change: Number(driver.contribution) }],
  );
  if (actual == null || expected == null || steps.length === 0 || steps.length < own.length) return html``;
  const words = findingsWords(view.reader.language);
  const metric = metricOf(view, kpi);
  return html`<section class="card">${waterfall(
    {
      id: "causes",
      title: words.waterfall,
      description: words.waterfallAbout,
      start: { name: words.expected, value: Number(expected) },
      steps,
      end: { name: words.actual, value: Number(actual) },
      heads: [words.part, words.change, words.total],
    },
    chartText(view.format, { unit: metric?.unit ?? "ratio" }, cadence),
  )}</section>`;
};

const partName = (view: View, { kind, where }: Driver): string => {
  const words = findingsWords(view.reader.language);
  if (kind === "market") return words.market;
  if (kind === "rest") return words.rest;
  const members = where.map(({ value }) => value).join(" · ");
  return kind === "mix" || kind === "rate" ? `${members} (${words.effects[kind]})` : members;
};
