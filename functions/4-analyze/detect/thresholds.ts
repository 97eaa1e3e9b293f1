import { isoDate, weekdayOf } from "../../../shared/dates.ts";
import type { Movement } from "../../../shared/insights/finding.ts";
import { agreeing } from "./agreeing-detectors.ts";
import type { Evidence, Series } from "./evidence.ts";
import { windowStart } from "./residuals.ts";
import { medianOf, medianOfRange } from "./rolling-median.ts";
import { settingsFor } from "./settings.ts";
import type { Threshold, Watched } from "./watched.ts";

/** A KPI at one place, and what the detectors say of the judged periods, which may be nothing. */
export interface Learned {
  readonly watched: Watched;
  readonly series: Series;
  readonly evidence: readonly Evidence[];
  /** Whether values of this day are judged at all. */
  isJudged(day: number): boolean;
}

/**
 * Values that cross a limit which the company has set, from the period `first` on. A limit needs no statistics: it holds in
 * the first week of a company and in a small one, where nothing is learned yet.
 */
export const thresholdAlarms = (learned: Learned, first: number): Movement[] => {
  const { watched } = learned;
  if (watched.thresholds.length === 0) return [];
  return heldAgainstLimits(learned, first).flatMap((held) => {
    const crossed = worstCrossed(watched, held);
    return crossed && isBacked(watched, held) ? [alarm(watched, held, crossed)] : [];
  });
};

interface Held {
  readonly day: number;
  readonly actual: number;
  readonly expected: number | undefined;
  readonly volume: number;
  readonly usualVolume: number;
  readonly evidence: Evidence | undefined;
}

/** Every judged value, also that of a missing day, of which only evidence tells. */
const heldAgainstLimits = (
  { watched, series, evidence, isJudged }: Learned,
  first: number,
): readonly Held[] => {
  const { forecast } = settingsFor[watched.cadence];
  const known = new Map(evidence.map((each) => [each.day, each]));
  const plain = [...series.days].flatMap((day, at): Held[] => {
    if (day < first || known.has(day) || !isJudged(day)) return [];
    const start = windowStart(series.days, at, forecast.window, forecast.windowDays);
    return [
      {
        day,
        actual: series.values[at] ?? 0,
        expected: plainlyExpected(watched, series, start, at),
        volume: series.volumes[at] ?? 0,
        usualVolume: start < at ? medianOfRange(series.volumes, start, at) : 0,
        evidence: undefined,
      },
    ];
  });
  return [...plain, ...evidence.map((each): Held => ({ ...each, evidence: each }))];
};

const fewestAlike = 3;
const fewestEarlier = 5;

/** Before anything is learned: the median of the same weekdays if three are known, else that of five earlier periods. */
const plainlyExpected = (
  { cadence }: Watched,
  { days, values }: Series,
  start: number,
  at: number,
): number | undefined => {
  const earlier = Array.from({ length: at - start }, (_, place) => start + place);
  const isAlike = (place: number) =>
    cadence !== "daily" || weekdayOf(days[place] ?? 0) === weekdayOf(days[at] ?? 0);
  const alike = earlier.filter(isAlike);
  const compared = alike.length >= fewestAlike ? alike : earlier;
  if (compared === earlier && earlier.length < fewestEarlier) return undefined;
  return medianOf(compared.map((place) => values[place] ?? 0));
};

/** The company's own amounts count however few rows they have; of a part of it, or a ratio, few rows say little. */
const isBacked = ({ dimension, scale, minimumVolume }: Watched, { volume, usualVolume }: Held): boolean => {
  if (scale !== "amount") return volume >= minimumVolume;
  return dimension === "all" || usualVolume >= minimumVolume;
};

interface Crossed extends Threshold {
  /** How far beyond the limit, in the limit's unit. */
  readonly beyond: number;
}

/** The most serious of the KPI's limits that the value crosses. */
const worstCrossed = ({ thresholds }: Watched, { actual, expected }: Held): Crossed | undefined => {
  const crossed = thresholds.flatMap((threshold) => {
    const measured = threshold.of === "value" ? actual : changeOf(actual, expected);
    if (measured === undefined) return [];
    const beyond = measured - threshold.value;
    return (threshold.is === "above" ? beyond > 0 : beyond < 0) ? [{ ...threshold, beyond }] : [];
  });
  return crossed.find(({ critical }) => critical) ?? crossed[0];
};

/** In percent. Of nothing, and of less, there is no percentage. */
const changeOf = (actual: number, expected: number | undefined): number | undefined =>
  expected === undefined || expected <= 0 ? undefined : (actual / expected - 1) * 100;

const alarm = (watched: Watched, held: Held, crossed: Crossed): Movement => {
  const { day, actual, evidence } = held;
  const expected = held.expected ?? crossed.value;
  return {
    kpi: watched.kpi,
    cadence: watched.cadence,
    period: isoDate(day),
    dimension: watched.dimension,
    segment: watched.segment,
    kind: "threshold",
    direction: actual > expected ? "up" : "down",
    actual,
    expected,
    low: evidence?.low ?? null,
    high: evidence?.high ?? null,
    score: crossed.beyond,
    // The limit is crossed, whatever the reason.
    confidence: 100,
    severity: crossed.critical ? "critical" : "medium",
    detectors: ["threshold", ...(evidence ? agreeing(evidence, actual > expected) : [])],
    asked: evidence ? 5 : 1,
    money: watched.isMoney ? actual - expected : null,
    since: isoDate(day),
  };
};
