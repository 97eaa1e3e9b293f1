import { type Html, html } from "../../../../shared/html/html.ts";
import type { Movement, Severity } from "../../../../shared/insights/finding.ts";
import type { Metric } from "../../metrics/metric.ts";
import { change, type Tone, tag } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { periodText, valueText } from "../metrics/metric-formats.ts";
import { findingsWords } from "./findings-words.ts";
import type { KnownFinding } from "./known-findings.ts";

export const severityTones: Readonly<Record<Severity, Tone>> = {
  critical: "bad",
  high: "bad",
  medium: "warn",
  low: "info",
};

export const metricOf = (view: View, kpi: string): Metric | undefined =>
  view.metrics.find(({ name }) => name === kpi);

export const metricLabel = (view: View, kpi: string): string =>
  metricOf(view, kpi)?.label(view.reader.language) ?? kpi.replaceAll("_", " ");

export const headline = (view: View, { kpi, segment, direction, actual, expected }: Movement): string => {
  const words = findingsWords(view.reader.language);
  const short = valueText(view.format, metricOf(view, kpi)?.unit ?? "ratio");
  // "1, above the 1 expected" would be read as a fault.
  const text = short(actual) === short(expected) ? view.format.number : short;
  return words.headline(
    metricLabel(view, kpi),
    segment === "all" ? "" : words.where(segment),
    direction,
    text(actual),
    text(expected),
  );
};

/** Their figures are levels before and since, not those of the period that they were found in. */
export const isOfManyPeriods = (kind: Movement["kind"]): boolean => kind === "shift" || kind === "trend";

/** One finding in a list. */
export const findingLine = (view: View, { finding, state }: KnownFinding): Html => {
  const { format, reader } = view;
  const words = findingsWords(reader.language);
  const moved = finding.expected === 0 ? undefined : finding.actual / finding.expected - 1;
  return html`<li><div class="row between"><span class="row">${tag(words.severities[finding.severity], severityTones[finding.severity])}<a href="/findings/${finding.id}">${headline(view, finding)}</a></span>${moved !== undefined && change(format.change(moved), moved, metricOf(view, finding.kpi)?.goodIs ?? "neither")}</div>
<p class="soft small">${periodText(format, finding.cadence)(finding.period)} · ${words.kinds[finding.kind]} · ${words.confidence(format.percent(finding.confidence / 100))}${finding.money !== null && html` · ${format.signedMoney(finding.money)}`}${state !== "open" && html` · ${words.states[state]}`}</p></li>`;
};
