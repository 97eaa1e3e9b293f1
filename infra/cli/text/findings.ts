import type { Finding, Movement } from "../../../shared/insights/finding.ts";
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

export const findingText = (finding: Shown & { readonly note: string | null }): string =>
  paragraphs(
    findingsTable([finding]),
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

const placeOf = ({ dimension, segment }: Movement): string => (dimension === "all" ? "company" : segment);

const whatOf = ({ kind, direction, cadence }: Movement): string => `${cadence} ${kind} ${direction}`;

/** Shares and prices keep their decimals. */
const figure = (value: number): string =>
  Math.abs(value) >= 100 ? number(Math.round(value)) : value.toPrecision(3);
