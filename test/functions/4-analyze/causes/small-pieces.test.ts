import { describe, expect, it } from "vitest";
import { chooseSegments } from "../../../../functions/4-analyze/causes/choose.ts";
import type { Cube } from "../../../../functions/4-analyze/causes/cube.ts";
import { explainCounts } from "../../../../functions/4-analyze/causes/explain-counts.ts";
import { lineAmounts } from "../../../../functions/4-analyze/causes/measures.ts";
import { asDrivers, driversWithRest, withoutValues } from "../../../../functions/4-analyze/causes/parts.ts";
import {
  type Market,
  measureMarket,
  rankMeasured,
  viewOf,
} from "../../../../functions/4-analyze/causes/score.ts";
import { businessOnly, findSingle, withoutMember } from "../../../../functions/4-analyze/causes/single.ts";
import {
  countedIn,
  findSingleOfRatio,
  ratioOf,
  removableCounted,
  removableFrom,
} from "../../../../functions/4-analyze/causes/single-of-ratio.ts";
import {
  exactMedian,
  median,
  robustSpread,
  weightedMedian,
} from "../../../../functions/4-analyze/causes/statistics.ts";
import { daysIn, daysOf, findComparison, periodOf } from "../../../../functions/4-analyze/causes/windows.ts";
import { loadFeeds } from "../../../../shared/contracts/load-feeds.ts";
import { dayOf, isoDate } from "../../../../shared/dates.ts";
import { nano } from "../../../../shared/decimal.ts";
import { sourcesFor } from "../../../../shared/kpis/sources.ts";
import type { Params, Row, Warehouse } from "../../../../shared/ports.ts";
import { readKpi } from "../../../shared/kpis/kpi-text.ts";

it("medians and spreads are robust, and never less than half a standard deviation", () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2.5, 0]);
  expect([exactMedian([3n, 1n, 2n]), exactMedian([1n, 4n, 2n, 5n]), exactMedian([])]).toEqual([2n, 3n, 0n]);
  // Deviations from 3 are 2, 1, 0, 1, 7.
  expect(robustSpread([1, 2, 3, 4, 10])).toBeCloseTo(Math.max(1.4826, 0.5 * Math.sqrt(10)), 10);
  expect(robustSpread([1, 2, 3, 4, 5])).toBeCloseTo(1.4826, 10);
  expect(robustSpread([5, 5, 5, 9])).toBeCloseTo(0.5 * Math.sqrt(3), 10);
  expect(robustSpread([])).toBe(0);
  const weighed = (...pairs: [number, number][]) =>
    weightedMedian(pairs.map(([value, weight]) => ({ value, weight })));
  expect([
    weighed([3, 1], [1, 1], [2, 2]),
    weighed([1, 2], [9, 1]),
    weighed([1, 1], [9, 1]),
    weighed(),
  ]).toEqual([2, 1, 1, undefined]);
});

describe("a period", () => {
  it("begins on its Monday or its first day", () => {
    const first = (day: string) =>
      (["daily", "weekly", "monthly"] as const).map((cadence) => periodOf(cadence, day));
    expect(first("2024-03-10")).toEqual(["2024-03-10", "2024-03-04", "2024-03-01"]);
    expect(first("2024-03-04")[1]).toBe("2024-03-04");
    expect(daysOf({ first: "2024-02-28", last: "2024-03-01" })).toEqual([
      "2024-02-28",
      "2024-02-29",
      "2024-03-01",
    ]);
    const state = "complete";
    const bounds = daysIn([
      { first: "2024-03-02", last: "2024-03-02", state },
      { first: "2024-03-01", last: "2024-03-01", state },
    ]);
    expect([bounds["first_day"]?.value, bounds["last_day"]?.value]).toEqual(["2024-03-01", "2024-03-02"]);
    expect([daysIn([])["first_day"]?.value, daysIn([])["last_day"]?.value]).toEqual([
      "9999-12-31",
      "0001-01-01",
    ]);
  });

  const compared = async (
    cadence: "daily" | "weekly" | "monthly",
    rows: readonly [string, string?][],
    since?: string,
  ) => {
    const asked: Params[] = [];
    const query = async (_: string, params: Params = {}): Promise<readonly Row[]> => {
      asked.push(params);
      return rows.map(([day, state = "complete"]) => ({ first_day: day, last_day: day, state }));
    };
    const found = await findComparison(
      { query } as Pick<Warehouse, "query">,
      cadence,
      rows[0]?.[0] ?? "",
      since,
    );
    return { before: found?.before.map(({ first }) => first), from: asked[0]?.["first_day"]?.value };
  };

  it("is compared with the seven same weekdays before that are complete", async () => {
    const days = Array.from({ length: 64 }, (_, back): [string] => [isoDate(dayOf("2024-03-04") - back)]);
    const seven = [1, 2, 3, 4, 5, 6, 7].map((weeks) => isoDate(dayOf("2024-03-04") - 7 * weeks));
    expect(await compared("daily", days)).toEqual({ before: seven, from: "2023-09-04" });
    const open = days.map(([day], back): [string, string] => [day, back === 7 ? "partial" : "complete"]);
    expect((await compared("daily", open)).before?.[0]).toBe("2024-02-19");
    // What has lasted since the 19th is compared with what was before it.
    expect((await compared("daily", days, "2024-02-19")).before?.[0]).toBe("2024-02-12");
  });

  it("of a week or month is compared with those before, from half a year or twenty months back", async () => {
    expect(await compared("weekly", [["2024-03-04"], ["2024-02-26"]])).toEqual({
      before: ["2024-02-26"],
      from: "2023-09-04",
    });
    expect(await compared("monthly", [["2024-03-01"], ["2024-02-01"]])).toMatchObject({
      before: ["2024-02-01"],
      from: "2022-06-20",
    });
    const query = async () => [{ first_day: "2024-03-03", last_day: "2024-03-03", state: "complete" }];
    expect(
      await findComparison({ query } as Pick<Warehouse, "query">, "daily", "2024-03-04"),
    ).toBeUndefined();
  });
});

describe("segments of a number that does not add up", () => {
  const whole = { actual: 100, before: [100, 100, 100, 0] };
  const segment = (name: string, actual: number, usual: number) => ({
    dimension: "country",
    segment: name,
    actual,
    before: [usual, usual, usual, 99],
  });
  const named = (change: number, ...segments: ReturnType<typeof segment>[]) =>
    explainCounts(whole, segments, change)
      .drivers.map(({ where }) => where[0]?.value)
      .join("");

  it("are told if they moved in the direction by two deviations, of five at least", () => {
    // The least deviation is the root of what was expected: 5 of 25, 2 of 4.
    expect(named(-1, segment("a", 15, 25), segment("b", 16, 25), segment("c", 35, 25))).toBe("a");
    expect(named(1, segment("a", 15, 25), segment("c", 35, 25))).toBe("c");
    expect([
      named(-1, segment("d", 0, 4)),
      named(-1, segment("e", 0, 5)),
      named(1, segment("f", 5, 1)),
      named(1, segment("f", 4, 1)),
    ]).toEqual(["", "e", "f", ""]);
    expect(explainCounts(whole, [], 1)).toEqual({ drivers: [], verdict: "spread" });
  });

  it("are at most five, those with the largest change times a limited surprise first", () => {
    const many = ["a", "b", "c", "d", "e", "f"].map((name, place) => segment(name, 40 + place, 25));
    expect(named(1, ...many)).toBe("fedcb");
    const [first] = explainCounts(whole, many, 1).drivers;
    expect(first).toMatchObject({
      actual: "45",
      expected: "25",
      contribution: null,
      z: 4,
      share: null,
      place: 1,
    });
    // 16 from 4 is twelve, six deviations, which count as five; 60 from 49 is eleven, not two.
    expect(named(1, segment("x", 16, 4), segment("y", 70, 49))).toBe("yx");
  });
});

it("lines add up to sums and counts, of a condition or not, and to nothing else", () => {
  const source = sourcesFor(loadFeeds()).get("clean.lines");
  if (!source) throw new Error("no clean.lines");
  const of = (formula: string, more = {}) =>
    lineAmounts(readKpi({ formula, additive: "false", ...more }), { source, period: "p" });
  expect(of("sum(gross) - sum(net where is_guest)")).toEqual({
    upper:
      "(ifnull(cast(gross as numeric), numeric '0') - if(is_guest, ifnull(cast(net as numeric), numeric '0'), numeric '0'))",
    lower: undefined,
  });
  expect(of("-sum(gross) / count()", { unit: "money" })?.lower).toBe("numeric '1'");
  expect(of("count(country where is_guest)", { unit: "count" })?.upper).toBe(
    "if(is_guest and (country is not null), numeric '1', numeric '0')",
  );
  for (const formula of ["max(gross)", "sum(gross) * 2", "sum(gross) / count_distinct(invoice_no)"])
    expect(of(formula)).toBeUndefined();
});

const cell = (members: readonly string[], actual: number, ...before: number[]): Cube["cells"][number] => ({
  members,
  exact: { actual: nano(actual), before: before.map(nano) },
  capped: { actual, before },
});
const cubeOf = (...cells: Cube["cells"]): Cube => ({
  dimensions: ["order", "customer", "product", "country"],
  lineValue: 1,
  cells,
});

describe("one order, customer or product", () => {
  const single = (change: number, ...cells: Cube["cells"]) =>
    findSingle(cubeOf(...cells), nano(change))
      ?.where.map(({ value }) => value)
      .join(" ");

  it("explains a change if 40 to 160 % of it would be gone without it", () => {
    const order = cell(["o", "c", "p", "GB"], 40, 0);
    expect([
      single(100, order),
      single(101, order),
      single(25, order),
      single(24, order),
      single(0, order),
    ]).toEqual(["o c p", undefined, "o c p", undefined, undefined]);
  });

  it("is the order where that is nearly all of the customer's or product's change, with what holds nine tenths of it", () => {
    expect(single(100, cell(["o", "c", "p", "GB"], 90, 0), cell(["q", "c", "p", "GB"], 10, 0))).toBe("o c p");
    expect(single(100, cell(["o", "c", "p", "GB"], 89, 0), cell(["q", "c", "r", "GB"], 11, 0))).toBe("c");
    expect(single(100, cell(["o", "c", "p", "GB"], 90, 0), cell(["o", "c", "r", "GB"], 10, 0))).toBe("o c p");
    expect(single(100, cell(["o", "c", "p", "GB"], 89, 0), cell(["o", "c", "r", "GB"], 11, 0))).toBe("o c");
    expect(single(100, cell(["", "c", "", "GB"], 100, 50, 0, 0))).toBe("c");
  });

  it("is taken out of the cube, or is no part of the business", () => {
    const cube = cubeOf(cell(["o", "c", "p", "GB"], 1), cell(["q", "c", "p", "DE"], 2));
    expect(
      withoutMember(cube, { dimension: "order", value: "o" }).cells.map(({ members }) => members[0]),
    ).toEqual(["q"]);
    expect(businessOnly(cube)).toMatchObject({
      dimensions: ["country"],
      cells: [{ members: ["GB"] }, { members: ["DE"] }],
    });
  });

  it("explains a ratio by what it would be without it", () => {
    const upper = cubeOf(
      cell(["o", "c", "p", "GB"], 60),
      cell(["q", "d", "t", "GB"], 20),
      cell(["r", "d", "s", "GB"], 20),
    );
    const lower = cubeOf(
      cell(["o", "c", "p", "GB"], 1),
      cell(["q", "d", "t", "GB"], 1),
      cell(["r", "d", "s", "GB"], 2),
    );
    const lines = removableFrom({ upper, lower });
    // 100 in 4 are 25. Without the order o, 40 in 3 are 13.333…
    const found = lines && findSingleOfRatio(lines, nano("12"));
    expect(found).toMatchObject({
      kind: "order",
      actual: nano("25"),
      expected: nano("13.333333333"),
      contribution: nano("11.666666667"),
    });
    expect(found?.where.map(({ value }) => value)).toEqual(["o", "c", "p"]);
    // Without the order r, 80 in 2 are 40.
    expect(lines && findSingleOfRatio(lines, nano("-12"))?.where[0]?.value).toBe("r");
    expect(lines && findSingleOfRatio(lines, nano("-9"))).toBeUndefined();
    expect(lines && findSingleOfRatio(lines, 0n)).toBeUndefined();
    // Of three orders with 100, o leaves 40 in two: 20 instead of 33.333…
    const counted = removableCounted(upper, "order", { numerator: nano("100"), denominator: nano("3") });
    expect(findSingleOfRatio(counted, nano("13"))).toMatchObject({ kind: "order", expected: nano("20") });
    expect([
      ratioOf({ numerator: 1n, denominator: 0n }),
      ratioOf({ numerator: nano("1"), denominator: nano("4") }),
    ]).toEqual([null, nano("0.25")]);
    const ratio = (formula: string) => countedIn(readKpi({ formula, unit: "money", additive: "false" }));
    expect([
      ratio("sum(gross) / count_distinct(invoice_no)"),
      ratio("sum(gross) / count_distinct(customer_id)"),
      ratio("sum(gross) / count_distinct(country)"),
      ratio("sum(gross) / count()"),
    ]).toEqual(["order", "customer", undefined, undefined]);
  });
});

describe("segments", () => {
  const [a, b] = [
    { dimension: "country", value: "A" },
    { dimension: "country", value: "B" },
  ];
  const view = (...rows: [number, ...number[]][]) =>
    viewOf(rows.map(([actual, ...before]) => ({ actual, before })));
  const segments = [
    { where: [a], cells: [0] },
    { where: [b], cells: [1] },
  ];

  it("tell the level of the market by their weighted median, between half and twice the usual", () => {
    const level = (...actual: [number, number]) =>
      measureMarket(view([actual[0], 60, 60], [actual[1], 40, 40]), segments).level;
    expect([level(60, 0), level(66, 99), level(20, 40), level(600, 40)]).toEqual([100, 110, 50, 200]);
    expect(measureMarket(view([7, 0], [3, 0]), segments)).toMatchObject({ level: 10, actual: 10, usual: 0 });
  });

  const market: Market = { level: 100, actual: 100, usual: 100, before: [] };
  const ranked = (direction: "drop" | "rise", ...figures: [number, number, number][]) =>
    rankMeasured(
      figures.map(([actual, expected, spread], place) => ({
        segment: { where: [a], cells: [place] },
        actual,
        expected,
        spread,
      })),
      { market, direction, lineValue: 1 },
    ).map(({ segment, z }) => [segment.cells[0], Math.round(1000 * z) / 1000]);

  it("are ranked if they moved in the direction and are a hundredth of the business", () => {
    expect(ranked("drop", [5, 10, 2], [10, 10, 2], [20, 10, 2])).toEqual([[0, -1.581]]);
    // The noise is the largest of the spread, a part of what was expected and the root of it.
    expect(ranked("rise", [20, 10, 5])).toEqual([[0, 2]]);
    expect(ranked("rise", [200, 100, 1])).toEqual([[0, 5]]);
    expect(ranked("drop", [50, 400, 1])).toEqual([[0, -8.75]]);
    expect(ranked("drop", [0, 1, 0], [0, 0.99, 0])).toEqual([[0, -1]]);
    // The size of a rise times its surprise, which counts no more beyond three.
    expect(ranked("rise", [40, 10, 10], [52, 10, 12.6]).map(([place]) => place)).toEqual([1, 0]);
  });

  it("are chosen one after the other without what is taken, a parent for its nearly only child", () => {
    const child = { where: [a, { dimension: "kind", value: "X" }], cells: [0] };
    const rows = (rest: number, usual: number) => view([10, 100, 100], [rest, usual, usual], [300, 300, 300]);
    const parent = { where: [a], cells: [0, 1] };
    const chosen = (rest: number, usual: number) =>
      chooseSegments(rows(rest, usual), [child, parent], {
        market: { level: 400, actual: 310, usual: 400, before: [400, 400] },
        direction: "drop",
        lineValue: 1,
      }).map(({ segment }) => segment.where.length);
    expect(chosen(1, 5)).toEqual([1]);
    expect(chosen(100, 100)).toEqual([2]);
  });
});

it("parts add up to the change by a rest, and have their share of it", () => {
  const part = { ...withoutValues, kind: "segment" as const, contribution: nano("-6") };
  expect(
    driversWithRest("segments", [part], nano("-8")).map(({ kind, contribution, share, place }) => [
      kind,
      contribution,
      share,
      place,
    ]),
  ).toEqual([
    ["segment", "-6", 0.75, 1],
    ["rest", "-2", 0.25, 2],
  ]);
  expect(asDrivers("segments", [{ ...part, contribution: null }], nano("1"))[0]).toMatchObject({
    contribution: null,
    share: null,
  });
  expect(asDrivers("segments", [part], 0n)[0]?.share).toBeNull();
});
