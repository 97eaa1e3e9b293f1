import { describe, expect, it } from "vitest";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import { runTests } from "../../../shared/kpis/check-tests.ts";
import { definitionChanges, definitionsOf } from "../../../shared/kpis/definitions.ts";
import { judgingDigest } from "../../../shared/kpis/judging.ts";
import { loadKpis } from "../../../shared/kpis/load-kpis.ts";
import { setAsideIn } from "../../../shared/kpis/set-aside.ts";
import { calendarOf, sourcesFor, unnamedSegment } from "../../../shared/kpis/sources.ts";
import { parkedIn } from "../../../shared/work/parked.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";
import { readKpi } from "./kpi-text.ts";

const feeds = loadFeeds();
const sources = sourcesFor(feeds);
const source = sources.get("clean.lines");
if (!source) throw new Error("clean.lines is no source");

it("the built-in KPIs pass the tests in their files", () => {
  const results = loadKpis(undefined, feeds).flatMap((kpi) => {
    const own = sources.get(kpi.source);
    return own ? runTests(kpi, own) : [];
  });
  expect(results.length).toBeGreaterThan(30);
  expect(results.filter(({ passed }) => !passed)).toEqual([]);
});

describe("a test in a KPI's file", () => {
  const outcome = (test: string, lines = {}) => {
    const [result] = runTests(readKpi({ tests: `[${test}]`, ...lines }), source);
    return result && { passed: result.passed, found: result.found };
  };

  it("passes if the value is the expected one, apart from its last bits", () => {
    expect(outcome("{ rows: [{ gross: 1.5 }, { gross: 2 }], expect: 3.5 }")).toEqual({
      passed: true,
      found: 3.5,
    });
    expect(outcome("{ rows: [{ gross: 1 }], expect: 1.000000002 }")?.passed).toBe(false);
    const third = { formula: "sum(gross) / 3", additive: "false" };
    expect(outcome("{ rows: [{ gross: 1 }], expect: 0.3333333333 }", third)?.passed).toBe(true);
    expect(outcome("{ rows: [{ gross: 3000 }], expect: 1000.0000011 }", third)?.passed).toBe(false);
    expect(outcome("{ rows: [{ gross: 3000 }], expect: 1000.0000009 }", third)?.passed).toBe(true);
    const share = { formula: "sum(gross) / sum(net)", unit: "share", additive: "false" };
    expect(outcome("{ rows: [], expect: null }", share)).toEqual({ passed: true, found: null });
    expect(outcome("{ rows: [], expect: 0 }", share)?.passed).toBe(false);
    expect(outcome("{ rows: [], expect: null }")).toEqual({ passed: false, found: 0 });
  });

  it("fails on a column that is none and on a cell of another type", () => {
    const fault = (row: string) => outcome(`{ rows: [{ gross: 1 }, { ${row} }], expect: 0 }`)?.found;
    expect(fault("grosss: 1")).toEqual({ fault: 'row 2 names "grosss", which clean.lines lacks' });
    expect(fault("gross: much")).toEqual({ fault: 'row 2: "much" is no number for gross' });
    expect(fault("gross: '1.0123456789'")).toMatchObject({ fault: expect.stringContaining("is no number") });
    expect(fault("is_guest: 'yes'")).toEqual({ fault: 'row 2: "yes" is no bool for is_guest' });
    expect(fault("business_date: 2024-1-1")).toMatchObject({ fault: expect.stringContaining("is no date") });
    expect(fault("country: 7")).toBe(1);
  });

  it("is of the period of its first row", () => {
    const since = (cadence: string, more = "") => {
      const test = `{ cadence: ${cadence}, ${more} rows: [{ business_date: 2024-03-10, gross: 1, first_order_day: 2024-03-04 }, { business_date: 2024-03-10, gross: 2, first_order_day: 2024-03-03 }, { business_date: 2024-03-10, gross: 4, first_order_day: 2024-03-10 }], expect: 0 }`;
      return outcome(test, { formula: "sum(gross where first_order_day >= period)", cadence: `[${cadence}]` })
        ?.found;
    };
    // The 10th of March 2024 is a Sunday: its week begins on the 4th.
    expect([since("daily"), since("weekly"), since("monthly")]).toEqual([4, 5, 7]);
    expect(since("daily", "period: 2024-03-05,")).toBe(4);
  });
});

describe("the definition of a KPI", () => {
  it("changes with what decides the values, and not with words", () => {
    const digest = (lines = {}) => definitionsOf([readKpi(lines)])["sold"];
    const same = [
      { label: "Other" },
      { owner: "me" },
      { formula: "sum( gross )" },
      { materiality: "{ percent: 11 }" },
    ];
    expect(same.map(digest)).toEqual(same.map(() => digest()));
    const others = [
      { formula: "sum(net)" },
      { filter: "country = 'DE'" },
      { minimumVolume: "{ of: sum(quantity), atLeast: 0 }" },
      { cadence: "[weekly]" },
      { dimensions: "[country]" },
      { learningDays: "3" },
    ];
    expect(new Set([digest(), ...others.map(digest)]).size).toBe(7);
  });

  it("is compared with what values were computed by", () => {
    const kpis = [readKpi({})];
    expect(definitionChanges(kpis, definitionsOf(kpis))).toEqual({ changed: [], removed: [] });
    expect(definitionChanges(kpis, undefined)).toEqual({ changed: ["sold"], removed: [] });
    expect(definitionChanges(kpis, { sold: "old", gone: "x" })).toEqual({
      changed: ["sold"],
      removed: ["gone"],
    });
  });

  it("is judged anew when the file says otherwise what is found", () => {
    const digest = (lines = {}) => judgingDigest([readKpi(lines)]);
    expect([digest({ label: "Other" }), digest({ owner: "me" })]).toEqual([digest(), digest()]);
    const others = [
      { cadence: "[weekly]" },
      { formula: "sum(net)" },
      { minimumVolume: "{ atLeast: 1 }" },
      { materiality: "{ percent: 11 }" },
      { thresholds: "[{ is: above, value: 3, unit: money }]" },
      { learningDays: "3" },
      { detection: "none" },
      { dimensions: "[country]" },
    ];
    expect(new Set([digest(), ...others.map(digest)]).size).toBe(9);
  });
});

it("a sum of sums adds up, a quotient or an average does not; money per piece is no count", () => {
  const reads =
    (formula: string, more = {}) =>
    () =>
      readKpi({ formula, ...more });
  for (const formula of ["sum(gross) - sum(returns)", "-sum(net)", "sum(gross) + sum(net) - sum(returns)"])
    expect(reads(formula)).not.toThrow();
  for (const formula of ["avg(gross)", "sum(gross) * 2", "sum(gross) + max(net)", "max(net) - sum(gross)"])
    expect(reads(formula)).toThrow("is no sum or count of rows");
  const mean = { additive: "false" };
  expect(reads("sum(gross) / sum(quantity)", { ...mean, unit: "money" })).not.toThrow();
  expect(reads("sum(gross) / sum(quantity)", { ...mean, unit: "count" })).toThrow("but its unit is count");
  expect(reads("sum(quantity)", { ...mean, unit: "ratio" })).toThrow("but its unit is ratio");
  expect(reads("sum(quantity) / count()", { ...mean, unit: "ratio" })).not.toThrow();
  expect(reads("sum(gross) / sum(net)", { ...mean, unit: "money" })).toThrow("but its unit is money");
});

it("a KPI that was set aside stays with its first time until it is computed or gone; days that are parked stay", async () => {
  const state = memoryStore({ classA: 0, classB: 0 });
  const parked = parkedIn(state);
  const aside = setAsideIn(state);
  const day = {
    stage: "aggregate",
    kind: "day" as const,
    of: "sales",
    date: "2024-01-01",
    reason: "r",
    since: "2024-01-02T00:00:00.000Z",
  };
  await parked.park(day);
  const one = { kpi: "one", reason: "too large", digest: "d1", since: "2024-01-02T00:00:00.000Z" };
  const two = { ...one, kpi: "two" };
  await aside.replace([one, two]);
  await aside.replace([{ ...one, reason: "still", since: "2024-01-03T00:00:00.000Z" }]);
  expect(await aside.list()).toEqual([{ ...one, reason: "still" }]);
  await aside.replace([]);
  expect((await parked.list("aggregate")).map(({ of }) => of)).toEqual(["sales"]);
});

it("lines without a tier are in none, without another dimension unknown; credit has a calendar of its own", () => {
  expect([unnamedSegment("tier"), unnamedSegment("country")]).toEqual(["none", "UNKNOWN"]);
  expect([calendarOf("credit.daily"), calendarOf("clean.lines"), calendarOf("raw.transactions")]).toEqual([
    "credit",
    "sales",
    "sales",
  ]);
});
