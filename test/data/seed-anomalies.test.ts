import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { outliers } from "../../functions/4-analyze/rules/outlier-rules.ts";
import { trendThrough } from "../../functions/4-analyze/rules/trend-rule.ts";
import { dayOf, isoDate } from "../../shared/dates.ts";
import { Rules } from "../../shared/kpis/detection.ts";
import { dataset } from "./datasets.ts";
import { plainCsv } from "./plain-csv.ts";
import { seedWeeks } from "./seed-weeks.ts";

const rules = Rules.parse({
  cadence: "weekly",
  baseline: { from: "2011-01-01", to: "2011-11-30" },
  judgeUnfinished: true,
  zscore: { limit: 2.5 },
  iqr: { fences: 1.5 },
  mannKendall: { pValue: 0.05 },
});

const published = () =>
  plainCsv(readFileSync(join(dataset("seed-kpi-anomaly"), "anomalies.transcribed.csv"), "utf8")).map(
    (row) => ({
      what: `${row["kpi_name"]} ${row["date"]} ${row["method"]} ${row["severity"]}`,
      actual: Number(row["actual_value"]),
      expected: Number(row["expected_value"]),
      confidence: Number(row["confidence"]),
      statistic: Number(row["stat_value"]),
    }),
  );

/** The seed names a week by its Sunday. */
const found = () =>
  [...seedWeeks()].flatMap(([kpi, weeks]) =>
    [...outliers(weeks, rules), ...[trendThrough(weeks, rules) ?? []].flat()].map((each) => ({
      what: `${kpi} ${isoDate(dayOf(each.period) + 6)} ${each.detectors.join("_and_")} ${each.severity}`,
      actual: each.actual,
      expected: each.expected,
      // As precise as it was published.
      confidence: Math.round(each.confidence * 1000) / 1000,
      statistic: Math.round(each.statistic * 10_000) / 10_000,
    })),
  );

const byName = (one: { what: string }, other: { what: string }) => (one.what < other.what ? -1 : 1);

it("the seed's own rules find its 47 published anomalies, and no other", () => {
  const ours = found().sort(byName);
  const theirs = published().sort(byName);
  expect(theirs).toHaveLength(47);
  expect(ours.map(({ what }) => what)).toEqual(theirs.map(({ what }) => what));
  for (const [place, { actual, expected, ...exact }] of theirs.entries()) {
    expect(ours[place]).toMatchObject(exact);
    expect(ours[place]?.actual).toBeCloseTo(actual, 6);
    // One of them, revenue_per_order of 2011-12-11, differs by exactly 0.00001: a digit was copied wrongly.
    expect(ours[place]?.expected).toBeCloseTo(expected, 4);
  }
});
