import { isoDate } from "../../../shared/dates.ts";
import type { Movement } from "../../../shared/insights/finding.ts";
import { severityOf } from "../severity.ts";
import { agreeing } from "./agreeing-detectors.ts";
import { adjusted } from "./benjamini-hochberg.ts";
import { confidenceOf } from "./confidence.ts";
import type { Evidence } from "./evidence.ts";
import { type DetectorSettings, settingsFor } from "./settings.ts";
import { restore } from "./transform.ts";
import type { Watched } from "./watched.ts";

/** What is known of one value, with what its KPI's YAML says of it. */
export interface Judged {
  readonly watched: Watched;
  readonly evidence: Evidence;
  /** The segment's part of the company, by its usual volume; 1 for the company. */
  readonly part: number;
}

/**
 * The alarms among values of one period that are tested together: all KPIs of the company, or all segments of a dimension.
 * Testing many things every day finds something every day; Benjamini-Hochberg keeps the share of false alarms at q.
 */
export const alarmsAmong = (together: readonly Judged[], q?: number): Movement[] => {
  const judged = together.filter(hasVolume);
  const points = adjusted(judged.map(({ evidence }) => evidence.pValue));
  const trends = adjusted(judged.map(({ evidence }) => evidence.trend?.pValue ?? 1));
  return judged.flatMap((each, place) => {
    const settings = settingsFor[each.watched.cadence];
    return [
      ...pointAlarm(each, points[place] ?? 1, q ?? settings.q),
      ...shiftAlarm(each),
      ...trendAlarm(each, trends[place] ?? 1, settings),
    ];
  });
};

/** A ratio of few orders says little on that very day; a count that fell to nothing says a lot. */
const hasVolume = ({ watched: { scale, minimumVolume }, evidence }: Judged): boolean =>
  evidence.usualVolume >= minimumVolume && (scale === "amount" || evidence.volume >= minimumVolume);

const isMaterial = ({ materiality }: Watched, actual: number, expected: number): boolean =>
  Math.abs(actual - expected) >= materiality.percent * 0.01 * Math.abs(expected) &&
  Math.abs(actual - expected) >= materiality.absolute;

const pointAlarm = (judged: Judged, pValue: number, q: number): Movement[] => {
  const { watched, evidence } = judged;
  const { actual, expected, z } = evidence;
  if (pValue > q || !isMaterial(watched, actual, expected)) return [];
  const confidence = confidenceOf("point", z);
  return [
    {
      ...told(watched, evidence, { actual, expected }),
      kind: "point",
      score: z,
      confidence,
      severity: severityOf({ actual, expected, confidence, part: judged.part }),
      detectors: agreeing(evidence, actual > expected),
      since: isoDate(evidence.day),
    },
  ];
};

const shiftAlarm = (judged: Judged): Movement[] => {
  const { watched, evidence } = judged;
  const { shift } = evidence;
  if (!shift || !isMaterial(watched, shift.actual, shift.expected)) return [];
  const rises = shift.statistic > 0;
  if (shift.actual > shift.expected !== rises) return [];
  const confidence = confidenceOf("shift", shift.statistic);
  return [
    {
      ...told(watched, evidence, shift),
      kind: "shift",
      score: shift.statistic,
      confidence,
      severity: severityOf({ ...shift, confidence, part: judged.part }),
      detectors: agreeing(evidence, rises),
      since: isoDate(shift.since),
    },
  ];
};

const trendAlarm = (judged: Judged, pValue: number, { trend }: DetectorSettings): Movement[] => {
  const { watched, evidence } = judged;
  const found = evidence.trend;
  if (!found || !trend || pValue >= trend.pValue) return [];
  const [actual, expected] = [restore(watched.scale, found.to), restore(watched.scale, found.from)];
  if (!isMaterial(watched, actual, expected)) return [];
  const confidence = confidenceOf("trend", found.to - found.from);
  return [
    {
      ...told(watched, evidence, { actual, expected }),
      kind: "trend",
      score: found.to - found.from,
      confidence,
      severity: severityOf({ actual, expected, confidence, part: judged.part }),
      detectors: agreeing(evidence, actual > expected),
      since: isoDate(found.since),
    },
  ];
};

const told = (
  watched: Watched,
  evidence: Evidence,
  { actual, expected }: { actual: number; expected: number },
) => ({
  kpi: watched.kpi,
  cadence: watched.cadence,
  period: isoDate(evidence.day),
  dimension: watched.dimension,
  segment: watched.segment,
  direction: actual > expected ? ("up" as const) : ("down" as const),
  actual,
  expected,
  low: evidence.low,
  high: evidence.high,
  money: watched.isMoney ? actual - expected : null,
  asked: 4,
});
