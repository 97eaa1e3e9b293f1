import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Cell,
  type Cube,
  listSegments,
  segmentName,
} from "../../../../functions/4-analyze/causes/cube.ts";
import { explainAdditive } from "../../../../functions/4-analyze/causes/explain-additive.ts";
import { approximate, decimalText, nano, total } from "../../../../shared/decimal.ts";

type Figures = readonly [actual: number, ...before: number[]];

const cell = (members: readonly string[], [actual, ...before]: Figures): Cell => ({
  members,
  exact: { actual: nano(actual), before: before.map(nano) },
  capped: { actual, before },
});

/** Country, customer group, and the single dimensions without a member. */
const cube = (rows: readonly (readonly [members: readonly string[], figures: Figures])[]): Cube => ({
  dimensions: ["country", "customer_group", "order", "customer", "product"],
  lineValue: 10,
  cells: rows.map(([members, figures]) => cell([...members, "", "", ""].slice(0, 5), figures)),
});

const sumOfContributions = (split: ReturnType<typeof explainAdditive>) =>
  total(split.drivers.map(({ contribution }) => nano(contribution ?? "0")));

describe("explainAdditive", () => {
  it("names the segment that fell while the rest of the business did what it always does", () => {
    // given: guests in Germany lost four fifths of their 1,000
    const usual = (value: number): Figures => [
      value,
      value,
      value + 20,
      value - 20,
      value + 10,
      value,
      value - 10,
      value,
    ];
    const sales = cube([
      [["UK", "guest"], usual(3000)],
      [["UK", "known"], usual(4000)],
      [
        ["Germany", "guest"],
        [200, ...usual(1000).slice(1)],
      ],
      [["Germany", "known"], usual(1200)],
      [["France", "known"], usual(800)],
    ]);
    // when
    const split = explainAdditive(sales);
    // then
    expect(split.verdict).toBe("segments");
    expect(split.drivers[0]).toMatchObject({
      kind: "segment",
      where: [
        { dimension: "country", value: "Germany" },
        { dimension: "customer_group", value: "guest" },
      ],
      actual: "200",
    });
    expect(split.drivers[0]?.share).toBeGreaterThan(0.8);
  });

  it("says that the whole business moved when every segment did", () => {
    const halved = (value: number): Figures => [
      value / 2,
      value,
      value,
      value + 4,
      value - 4,
      value,
      value,
      value,
    ];
    const sales = cube([
      [["UK", "guest"], halved(3000)],
      [["UK", "known"], halved(4000)],
      [["Germany", "guest"], halved(1000)],
    ]);
    const split = explainAdditive(sales);
    expect(split.verdict).toBe("spread");
    expect(split.drivers.map(({ kind }) => kind)).toEqual(["market", "rest"]);
    expect(split.drivers[0]?.share).toBeCloseTo(1, 2);
  });

  it("finds the one order that explains the change, with its customer and product", () => {
    const sales = cube([
      [
        ["UK", "known"],
        [4010, 4000, 3990, 4000, 4020, 4000, 3980, 4000],
      ],
      [
        ["UK", "known", "581483", "16446", "23843"],
        [9000, 0, 0, 0, 0, 0, 0, 0],
      ],
    ]);
    const split = explainAdditive(sales);
    expect(split.verdict).toBe("single");
    expect(split.drivers[0]).toMatchObject({
      kind: "order",
      contribution: "9000",
      where: [
        { dimension: "order", value: "581483" },
        { dimension: "customer", value: "16446" },
        { dimension: "product", value: "23843" },
      ],
    });
  });

  it("does not blame an order that is far larger than the change: another one cancels it", () => {
    const sales = cube([
      [
        ["UK", "known"],
        [3000, 4000, 3990, 4000, 4020, 4000, 3980, 4000],
      ],
      [
        ["UK", "known", "581483", "16446", "23843"],
        [168469, 0, 0, 0, 0, 0, 0, 0],
      ],
      [
        ["UK", "known", "C581484", "16446", "23843"],
        [-168469, 0, 0, 0, 0, 0, 0, 0],
      ],
    ]);
    expect(explainAdditive(sales).drivers.map(({ kind }) => kind)).not.toContain("order");
  });

  it("adds up to the change, to the last digit, whatever the figures are", () => {
    const amount = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 16n });
    const anyCell = fc.tuple(
      fc.constantFrom("UK", "Germany", "France"),
      fc.constantFrom("guest", "known"),
      fc.constantFrom("", "A1", "A2"),
      fc.array(amount, { minLength: 8, maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(anyCell, { minLength: 1, maxLength: 12 }), amount, (rows, expected) => {
        const any: Cube = {
          ...cube([]),
          cells: rows.map(([country, group, order, [actual = 0n, ...before]]) => ({
            members: [country, group, order, "", ""],
            exact: { actual, before },
            capped: { actual: approximate(actual), before: before.map(approximate) },
          })),
        };
        const split = explainAdditive(any, expected);
        expect(decimalText(sumOfContributions(split))).toBe(decimalText(split.actual - expected));
        expect(split.drivers.filter(({ kind }) => kind === "segment").length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 60 },
    );
  });
});

describe("listSegments", () => {
  it("keeps the simplest of segments with the same lines, and none that is the whole business", () => {
    const names = listSegments({
      dimensions: ["country", "store"],
      cells: [cell(["UK", "London"], [1]), cell(["UK", "Leeds"], [1]), cell(["France", "Paris"], [1])],
    }).map(segmentName);
    expect(names).toEqual(["country=UK", "store=London", "store=Leeds", "country=France"]);
  });
});
