import { decimalText, type Nano } from "../../../shared/decimal.ts";
import type { Driver } from "../../../shared/insights/explanation.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import { textsIn } from "../../4-analyze/words/languages.ts";
import type { Style } from "../../4-analyze/words/say.ts";
import { showIn } from "../../4-analyze/words/show.ts";
import type { Brief, BriefFinding } from "./brief.ts";
import { type BriefLabels, briefLabels } from "./labels.ts";

/** A brief as texts, for the page and for Markdown alike. */
export interface BriefContent {
  readonly labels: BriefLabels;
  readonly language: Brief["language"];
  readonly title: string;
  /** What is special about the day. */
  readonly notes: readonly string[];
  readonly stories: readonly BriefStory[];
  readonly figures: readonly BriefFigure[];
  readonly comparedWith: string;
  readonly data: readonly string[];
  readonly nextSteps: readonly string[];
}

export interface BriefStory {
  readonly headline: string;
  readonly paragraph: string;
  readonly nextStep: string;
  readonly severity: string;
  readonly parts: readonly BriefPart[];
  /** The sum of the parts. */
  readonly change: string;
}

export interface BriefPart {
  readonly name: string;
  readonly contribution: string;
  /** Of the change; negative against it. */
  readonly share: number;
}

export interface BriefFigure {
  readonly label: string;
  readonly actual: string;
  readonly usual: string;
  readonly change: string;
  readonly direction: "good" | "bad" | "neither";
  readonly isFound: boolean;
}

export const briefContent = (brief: Brief): BriefContent => {
  const { language, currency, day } = brief;
  const labels = briefLabels[language];
  const show = showIn(language, currency);
  const shown = (value: number | string, style: Style) => show({ cell: "", value, style }).shown;
  const faults = brief.faults.map(({ kind, actual, usual, about }) => {
    const style: Style = kind === "short_file" ? "time" : "count";
    const bound = (value: number | string, own: Style) => show({ cell: "", value, style: own });
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(about ?? "");
    return textsIn(language).faults[kind](
      bound(actual, style),
      bound(usual, style),
      bound(about ?? "", isDay ? "date" : "name"),
    ).text;
  });
  const overdue = brief.overdue.map(({ feed, newest }) => labels.overdue(feed, shown(newest, "date")));
  const data = [...faults, ...overdue];
  return {
    labels,
    language,
    title: `${labels.title}, ${shown(day, "date")}`,
    notes: Object.entries(labels.states).flatMap(([state, note]) => (state === brief.state ? [note] : [])),
    stories: brief.findings.map((finding) => storyOf(finding, brief, shown)),
    figures: brief.kpis.map((each) => figureOf(each, brief, shown)),
    comparedWith: brief.comparedWith.map((each) => shown(each, "date")).join("; "),
    data: data.length === 0 ? [labels.dataIsFine] : data,
    nextSteps: [...new Set(brief.findings.map(({ story }) => story.nextStep.text))],
  };
};

type Shown = (value: number | string, style: Style) => string;

const figureOf = (
  { kpi, actual, usual, change, isFound }: Brief["kpis"][number],
  brief: Brief,
  shown: Shown,
) => {
  const { noValue } = briefLabels[brief.language];
  const value = (each: Nano | undefined) =>
    each === undefined ? noValue : shown(decimalText(each), kpi.unit);
  return {
    label: kpi.label[brief.language] ?? kpi.label.en,
    actual: value(actual),
    usual: value(usual),
    change: change === undefined ? "" : `${change > 0 ? "+" : ""}${shown(change, "percent")}`,
    direction: judged(kpi, change),
    isFound,
  };
};

const judged = ({ direction }: Kpi, change = 0): BriefFigure["direction"] => {
  if (direction === "neither" || change === 0) return "neither";
  return change > 0 === (direction === "up_good") ? "good" : "bad";
};

const storyOf = (
  { finding, kpi, explanation, story }: BriefFinding,
  { language }: Brief,
  shown: Shown,
): BriefStory => {
  const style: Style = kpi.unit === "share" ? "points" : kpi.unit;
  const told = explanation.drivers.filter(
    ({ split, contribution }) => split !== "factors" && contribution !== null,
  );
  return {
    headline: story.headline.text,
    paragraph: story.paragraph.text,
    nextStep: story.nextStep.text,
    severity: finding.severity,
    parts: told.map((driver) => ({
      name: partName(driver, language),
      contribution: shown(driver.contribution ?? "0", style),
      share: driver.share ?? 0,
    })),
    change: shown(explanation.change ?? "0", style),
  };
};

const partName = ({ kind, where }: Driver, language: Brief["language"]): string => {
  const { parts } = briefLabels[language];
  if (kind === "market" || kind === "rest") return parts[kind];
  const texts = textsIn(language);
  const bound = (value: string) => ({ cell: "", value, style: "name" as const, shown: value });
  if (kind === "order" || kind === "customer" || kind === "product")
    return texts.singleName(
      Object.fromEntries(where.map(({ dimension, value }) => [dimension, bound(value)])),
    ).text;
  const names = where.map(({ dimension, value }) => texts.member(dimension, bound(value)).text).join(", ");
  return kind === "mix" || kind === "rate" ? `${names} (${texts.effects[kind]})` : names;
};
