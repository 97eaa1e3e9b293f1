import { describe, expect, it } from "vitest";
import { agreeing } from "../../../../functions/4-analyze/detect/agreeing-detectors.ts";
import { alarmsAmong } from "../../../../functions/4-analyze/detect/alarms.ts";
import { confidenceOf } from "../../../../functions/4-analyze/detect/confidence.ts";
import { withoutRepeats } from "../../../../functions/4-analyze/detect/cooldown.ts";
import type { Evidence } from "../../../../functions/4-analyze/detect/evidence.ts";
import type { Watched } from "../../../../functions/4-analyze/detect/watched.ts";
import { severityOf } from "../../../../functions/4-analyze/severity.ts";
import { dayOf } from "../../../../shared/dates.ts";
import type { Movement } from "../../../../shared/insights/finding.ts";

it("confidence and severity grow in steps", () => {
  const points = [0, 5.19, 5.2, -6, 7, 8, 11.6, 13.9, -14].map((z) => confidenceOf("point", z));
  expect(points).toEqual([59, 59, 62, 66, 73, 79, 90, 90, 95]);
  expect([confidenceOf("shift", 7.3), confidenceOf("shift", -7.4), confidenceOf("trend", 9)]).toEqual([
    72, 80, 43,
  ]);
  const severity = (actual: number, more = {}) =>
    severityOf({ actual, expected: 100, confidence: 100, part: 1, ...more });
  expect([60, 61, 85, 86, 95, 96, 140].map((actual) => severity(actual))).toEqual([
    ...["critical", "high", "high", "medium", "medium", "low", "high"],
  ]);
  expect([severity(5, { expected: 0 }), severity(5, { expected: 0, confidence: 10 })]).toEqual([
    "critical",
    "medium",
  ]);
  expect([severity(0, { confidence: 80 }), severity(0, { confidence: 79 })]).toEqual(["critical", "high"]);
  expect([severity(900, { part: 0.05 }), severity(900, { part: 0.04 })]).toEqual(["medium", "low"]);
});

const movement = (period: string, more: Partial<Movement> = {}): Movement => ({
  ...{ kpi: "k", cadence: "daily", period, dimension: "all", segment: "all", kind: "point", direction: "up" },
  ...{ actual: 1, expected: 1, low: null, high: null, score: 10, confidence: 90, severity: "low" },
  ...{ detectors: [], asked: 4, money: null, since: period, ...more },
});

it("an alarm is repeated only when days lie between, elsewhere, or when it is worse by more than a tenth", () => {
  const kept = (second: Movement, first = movement("2024-03-04")) =>
    withoutRepeats([first, second]).length === 2;
  const at = (period: string, more: Partial<Movement> = {}) => movement(period, more);
  expect([kept(at("2024-03-07")), kept(at("2024-03-08")), kept(at("2024-03-04"))]).toEqual([
    false,
    true,
    true,
  ]);
  expect([kept(at("2024-03-05", { score: -11 })), kept(at("2024-03-05", { score: 11.1 }))]).toEqual([
    false,
    true,
  ]);
  for (const more of [
    { kpi: "x" },
    { segment: "S" },
    { dimension: "d" },
    { direction: "down" },
    { kind: "trend" },
  ] as const)
    expect(kept(at("2024-03-05", more))).toBe(true);
  const shift = { kind: "shift" } as const;
  expect(["2024-03-14", "2024-03-15"].map((day) => kept(at(day, shift), at("2024-03-04", shift)))).toEqual([
    false,
    true,
  ]);
  const weekly = { cadence: "weekly" } as const;
  expect(["2024-03-11", "2024-03-18"].map((day) => kept(at(day, weekly), at("2024-03-04", weekly)))).toEqual([
    false,
    true,
  ]);
});

const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  ...{ day: dayOf("2024-03-04"), actual: 150, expected: 100, low: 80, high: 120, z: 8, pValue: 0.001 },
  ...{ outsideFences: true, shift: null, trend: null, usualVolume: 20, volume: 20, ...more },
});
const watched = (more: Partial<Watched> = {}): Watched => ({
  ...{ kpi: "k", cadence: "daily", dimension: "all", segment: "all", scale: "amount", isMoney: true },
  ...{
    minimumVolume: 20,
    materiality: { percent: 10, absolute: 5 },
    thresholds: [],
    breadth: 1,
    ingredients: [],
    ...more,
  },
});

it("a detector agrees with a movement in its own direction", () => {
  const shift = { statistic: -7, since: 0, actual: 0, expected: 0 };
  const trend = { pValue: 0.001, from: 1, to: 2, since: 0 };
  expect(agreeing(evidence({ shift, trend }), true)).toEqual(["zscore", "iqr", "mann_kendall"]);
  expect(agreeing(evidence({ shift, trend }), false)).toEqual(["cusum"]);
  expect(agreeing(evidence({ z: 3, outsideFences: false }), true)).toEqual([]);
  expect(agreeing(evidence({ z: -3.1, outsideFences: true }), false)).toEqual(["zscore", "iqr"]);
});

describe("an alarm", () => {
  const alarms = (own: Partial<Evidence> = {}, more: Partial<Watched> = {}, q?: number) =>
    alarmsAmong([{ watched: watched(more), evidence: evidence(own), part: 1 }], q);

  it("of a point says by how much, how sure and how bad", () => {
    expect(alarms()).toEqual([
      movement("2024-03-04", {
        ...{
          actual: 150,
          expected: 100,
          low: 80,
          high: 120,
          score: 8,
          confidence: 79,
          severity: "high",
          money: 50,
        },
        detectors: ["zscore", "iqr"],
      }),
    ]);
    expect(alarms({ actual: 50, z: -8 }, { isMoney: false })[0]).toMatchObject({
      direction: "down",
      money: null,
    });
  });

  it("needs significance, and a movement that matters in percent and in amount", () => {
    expect([
      alarms({ pValue: 0.05 }).length,
      alarms({ pValue: 0.051 }).length,
      alarms({ pValue: 0.04 }, {}, 0.03).length,
    ]).toEqual([1, 0, 0]);
    expect([alarms({ actual: 110 }).length, alarms({ actual: 109.9 }).length]).toEqual([1, 0]);
    const absolute = { materiality: { percent: 0, absolute: 5 } };
    expect([alarms({ actual: 105 }, absolute).length, alarms({ actual: 104.9 }, absolute).length]).toEqual([
      1, 0,
    ]);
  });

  it("needs the usual volume, and of a ratio that of the day", () => {
    const counts = (own: Partial<Evidence>, more: Partial<Watched> = {}) => alarms(own, more).length;
    expect([
      counts({ usualVolume: 19 }),
      counts({ volume: 0 }),
      counts({ volume: 19 }, { scale: "ratio" }),
    ]).toEqual([0, 1, 0]);
  });

  it("of many is one that holds among them", () => {
    const among = (...pValues: number[]) =>
      alarmsAmong(pValues.map((pValue) => ({ watched: watched(), evidence: evidence({ pValue }), part: 1 })))
        .length;
    // 0.03 alone is 0.06 of two.
    expect([among(0.03, 0.9), among(0.02, 0.9), among(0.03, 0.04)]).toEqual([0, 1, 2]);
  });

  it("of a shift goes in the direction of its means, and of a trend from where its line begins", () => {
    const shift = { statistic: 7.5, since: dayOf("2024-03-01"), actual: 130, expected: 100 };
    const quiet = { pValue: 0.9 };
    expect(alarms({ ...quiet, shift })).toMatchObject([
      {
        kind: "shift",
        actual: 130,
        expected: 100,
        score: 7.5,
        confidence: 80,
        since: "2024-03-01",
        detectors: ["zscore", "iqr", "cusum"],
      },
    ]);
    expect(alarms({ ...quiet, shift: { ...shift, statistic: -7.5 } })).toEqual([]);
    expect(alarms({ ...quiet, shift: { ...shift, actual: 105 } })).toEqual([]);
    const trend = { pValue: 0.009, from: Math.log(100), to: Math.log(150), since: dayOf("2024-02-01") };
    const [rise] = alarms({ ...quiet, trend });
    expect(rise).toMatchObject({ kind: "trend", direction: "up", confidence: 43, since: "2024-02-01" });
    expect([rise?.actual.toFixed(6), rise?.expected.toFixed(6)]).toEqual(["150.000000", "100.000000"]);
    expect(alarms({ ...quiet, trend: { ...trend, pValue: 0.01 } })).toEqual([]);
  });
});
