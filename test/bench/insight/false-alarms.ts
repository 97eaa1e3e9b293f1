import { settingsFor } from "../../../functions/4-analyze/detect/settings.ts";
import type { Movement } from "../../../shared/insights/finding.ts";
import type { Line, Protocol } from "../accuracy/protocol.ts";
import { alarmsOf, evidenceIn } from "./judge.ts";
import { makeCompany } from "./made-company.ts";

const columns = ["days judged", "false discoveries", "any alarm %", "alarms/100"];

/**
 * The false-discovery rate where nothing ever happens. Every alarm is false there, so a day's share of false alarms is 1 if
 * there is any and else 0: the rate is the share of days with an alarm.
 */
export const falseAlarms = (companies = 1_000): Protocol => {
  const tallies = [0.05, 0.1].map((q) => ({ q, points: 0, any: 0, alarms: 0 }));
  let [days, kpis] = [0, 0];
  for (let seed = 1; seed <= companies; seed++) {
    const { series, firstJudged } = makeCompany(1_000 + seed);
    const from = series[0]?.days.findIndex((day) => day >= firstJudged) ?? 0;
    const until = from + 10;
    days += 10;
    kpis = series.length;
    const judged = series.map((each) => evidenceIn(each, from, until - 1));
    for (const tally of tallies) {
      const alarms = alarmsOf(judged, tally.q);
      tally.alarms += alarms.length;
      tally.any += daysWith(alarms);
      tally.points += daysWith(alarms.filter(({ kind }) => kind === "point"));
    }
  }
  const lines = tallies.map(
    ({ q, points, any, alarms }): Line => ({
      name: q === settingsFor.daily.q ? `q ${q} (default)` : `q ${q}`,
      baseline: false,
      scores: {
        "days judged": days,
        "false discoveries": points / days,
        "any alarm %": (any / days) * 100,
        "alarms/100": (alarms / days / kpis) * 100,
      },
    }),
  );
  return {
    title: "FDR  false discoveries among the KPIs of a day, where nothing happens",
    facts: [
      `${companies} synthetic companies without any anomaly, 10 days each, 13 KPIs`,
      "false discoveries: of Benjamini-Hochberg's family, which q is about; any alarm also counts shifts and trends",
    ],
    columns,
    lines,
    goals: [
      {
        what: "false-discovery rate at q = .05",
        value: lines[0]?.scores["false discoveries"] ?? Number.NaN,
        atMost: 0.06,
      },
    ],
  };
};

const daysWith = (alarms: readonly Movement[]): number => new Set(alarms.map(({ period }) => period)).size;
