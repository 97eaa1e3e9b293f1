import type { Driver } from "../../../shared/insights/explanation.ts";
import type { Finding, Movement } from "../../../shared/insights/finding.ts";
import type { ServedExplanation, ServedFinding } from "../../../shared/serving/sections/findings.ts";
import { counted, number } from "../../../shared/words.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { facts, right, table } from "../terminal/table.ts";

type Shown = Omit<Finding, "state"> & { readonly state: string };

const columns = [
  "period",
  "KPI",
  "where",
  "what",
  ...right("value", "expected", "sure"),
  "severity",
  "state",
  "id",
];

export const findingsTable = (findings: readonly Shown[]): string =>
  table(
    columns,
    findings.map((finding) => [
      finding.period,
      finding.kpi,
      placeOf(finding),
      whatOf(finding),
      figure(finding.actual),
      figure(finding.expected),
      `${Math.round(finding.confidence)} %`,
      finding.severity,
      finding.state,
      finding.id,
    ]),
  );

export const findingsText = (findings: readonly Shown[]): string =>
  findings.length === 0
    ? "Nothing unusual was found."
    : paragraphs(findingsTable(findings), counted(findings.length, "finding"));

export const findingText = (finding: ServedFinding, language: "en" | "de"): string =>
  paragraphs(
    findingsTable([finding]),
    ...explained(finding.explanation, language),
    facts([
      [
        "Normal range",
        finding.low === null || finding.high === null
          ? "-"
          : `${figure(finding.low)} to ${figure(finding.high)}`,
      ],
      ["Since", finding.since],
      ["Detectors that agree", `${finding.detectors.join(", ") || "none alone"} (of ${finding.asked})`],
      ["Gap in money", finding.money === null ? "-" : figure(finding.money)],
      ["Note", finding.note ?? "-"],
    ]),
    finding.also.length > 0 &&
      table(
        ["also", "where", "what", ...right("value", "expected")],
        finding.also.map((each) => [
          each.kpi,
          placeOf(each),
          whatOf(each),
          figure(each.actual),
          figure(each.expected),
        ]),
      ),
  );

const explained = (explanation: ServedExplanation | undefined, language: "en" | "de"): readonly string[] => {
  if (!explanation) return [];
  const { headline, paragraph, nextStep } = explanation[language];
  return [
    headline,
    paragraph,
    nextStep,
    ...(explanation.drivers.length > 0
      ? [table(["split", "part", ...right("change", "share")], explanation.drivers.map(driverLine))]
      : []),
  ];
};

const driverLine = ({ split, kind, where, contribution, share }: Driver): readonly string[] => [
  split,
  where.map(({ dimension, value }) => `${dimension} ${value}`).join(", ") || kind,
  contribution ?? "-",
  share === null ? "-" : `${Math.round(share * 100)} %`,
];

const placeOf = ({ dimension, segment }: Movement): string => (dimension === "all" ? "company" : segment);

const whatOf = ({ kind, direction, cadence }: Movement): string => `${cadence} ${kind} ${direction}`;

/** Shares and prices keep their decimals. */
const figure = (value: number): string =>
  Math.abs(value) >= 100 ? number(Math.round(value)) : value.toPrecision(3);
