import type { Judged } from "../../../functions/4-analyze/detect/alarms.ts";
import type { Goal, Line, Protocol } from "../accuracy/protocol.ts";
import { drawFaults, drift50, type FaultKind, shift40, spike50, spike80, withFault } from "./faults.ts";
import { alarmsOf, evidenceIn, isFound } from "./judge.ts";
import { plainRules, type Rule } from "./plain-rules.ts";
import type { KpiSeries } from "./retail-kpis.ts";

const history = 60;
const kinds = [spike50, spike80, shift40, drift50];
const columns = ["alarms/100", "alarm days %", ...kinds.map(({ name }) => name)];

type Half = "chosen on" | "scored on";

/**
 * A1: how many alarms 13 daily KPIs of Online Retail raise as they are, and how many faults are found that are put into
 * them. The settings were chosen on the even faults; the goals are those of the odd ones.
 */
export const a1 = (series: readonly KpiSeries[], faults = 1200): Protocol => {
  const judged = series.map((each) => evidenceIn(each, history, each.days.length - 1));
  const own = (q: number, half: Half) => ownScores(series, judged, { q, half, faults });
  const scored = own(0.05, "scored on");
  const lines: Line[] = [
    { name: "Daybook, q .05 (default)", baseline: false, scores: scored },
    { name: "  the same, on the half that chose", baseline: false, scores: own(0.05, "chosen on") },
    { name: "Daybook, q .10 (sensitive)", baseline: false, scores: own(0.1, "scored on") },
    ...plainRules.map((rule) => ({
      name: rule.name,
      baseline: true,
      scores: plainScores(rule, series, faults),
    })),
  ];
  const days = series[0]?.days.length ?? 0;
  return {
    title: "A1  alarms on 13 daily KPIs of Online Retail",
    facts: [
      `${days} open days from 2011-01-04 to 2011-12-08, of which ${days - history} are judged; every kind of alarm counts, after the cool-down`,
      `${faults} faults of each kind, half of them rises, in one KPI on one day; an even fault chooses settings, an odd one scores`,
    ],
    columns,
    lines,
    goals: goals(scored),
  };
};

const goals = (scores: Line["scores"]): Goal[] => [
  { what: "alarms per KPI and 100 days, untouched", value: scores["alarms/100"] ?? Number.NaN, atMost: 0.65 },
  { what: "share of days with any alarm, %", value: scores["alarm days %"] ?? Number.NaN, atMost: 6.2 },
  { what: "80 % spikes found on their day", value: scores[spike80.name] ?? Number.NaN, atLeast: 0.36 },
  { what: "40 % shifts found within 10 days", value: scores[shift40.name] ?? Number.NaN, atLeast: 0.47 },
];

interface Asked {
  readonly q: number;
  readonly half: Half;
  readonly faults: number;
}

const ownScores = (
  series: readonly KpiSeries[],
  judged: readonly Judged[][],
  { q, half, faults }: Asked,
): Line["scores"] => {
  const alarms = alarmsOf(judged, q);
  const found = kinds.map((kind) =>
    recall(kind, series, faults, half, (changed, place, from, to) =>
      isFound(
        changed,
        judged.filter((_, other) => other !== place),
        { from, to },
        q,
      ),
    ),
  );
  return scoresFrom(series, alarms.length, new Set(alarms.map(({ period }) => period)).size, found);
};

const plainScores = (rule: Rule, series: readonly KpiSeries[], faults: number): Line["scores"] => {
  const days = series[0]?.days.length ?? 0;
  let [alarms, alarmDays] = [0, 0];
  for (let at = history; at < days; at++) {
    const today = series.filter((each) => rule.alarms(each, at)).length;
    alarms += today;
    alarmDays += Number(today > 0);
  }
  const found = kinds.map((kind) =>
    recall(kind, series, faults, "scored on", (changed, _, from, to) => {
      for (let at = from; at <= to; at++) if (rule.alarms(changed, at)) return true;
      return false;
    }),
  );
  return scoresFrom(series, alarms, alarmDays, found);
};

const scoresFrom = (
  series: readonly KpiSeries[],
  alarms: number,
  alarmDays: number,
  found: readonly number[],
) => {
  const judgedDays = (series[0]?.days.length ?? 0) - history;
  return {
    "alarms/100": (alarms / series.length / judgedDays) * 100,
    "alarm days %": (alarmDays / judgedDays) * 100,
    ...Object.fromEntries(kinds.map(({ name }, place) => [name, found[place] ?? Number.NaN])),
  };
};

const recall = (
  kind: FaultKind,
  series: readonly KpiSeries[],
  count: number,
  half: Half,
  isFoundIn: (changed: KpiSeries, place: number, from: number, to: number) => boolean,
): number => {
  const faults = drawFaults(kind, count, series, history).filter(
    (_, place) => place % 2 === (half === "chosen on" ? 0 : 1),
  );
  const found = faults.filter((fault) => {
    const own = series[fault.kpi];
    return own && isFoundIn(withFault(own, fault, kind), fault.kpi, fault.at, fault.at + kind.days - 1);
  });
  return found.length / faults.length;
};
