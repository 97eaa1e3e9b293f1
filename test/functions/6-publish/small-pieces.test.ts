import { describe, expect, it } from "vitest";
import { ageingOf } from "../../../functions/6-publish/credit/ageing.ts";
import type { CreditModel } from "../../../functions/6-publish/credit/credit-models.ts";
import { riskReasons } from "../../../functions/6-publish/credit/risk-reasons.ts";
import {
  cashWeeks,
  expectedDaysLate,
  weeklyChances,
  weeksAhead,
} from "../../../functions/6-publish/credit/weekly-cash.ts";
import { CustomerRanking } from "../../../functions/6-publish/rank-customers.ts";
import type { Inputs } from "../../../shared/learning/model.ts";
import type { CustomerDay, CustomerHistory } from "../../../shared/serving/sections/customers.ts";

describe("the ranks of customers", () => {
  const history = (...days: readonly [string, string | null, number, number, number][]): CustomerHistory => ({
    days: days.map(
      ([date, country, orders, gross, returns]): CustomerDay => [
        date,
        country,
        orders,
        1,
        1,
        gross,
        returns,
        gross - returns,
      ],
    ),
    joined: null,
    age: null,
  });
  const ranking = new CustomerRanking();
  ranking.add("A", history(["2024-01-01", "GB", 1, 10, 0], ["2024-01-05", null, 2, 5.004, 1]));
  ranking.add("B", history(["2024-01-05", "DE", 1, 14, 0]));
  ranking.add("C", history(["2024-01-06", "GB", 3, 100, 90]));
  ranking.predicted("A", 1);
  ranking.predicted("B", 2.006);
  ranking.predicted("nobody", 99);
  ranking.predictedAll();
  ranking.predicted("C", 99);
  const ranks = ranking.ranks();
  const ids = (order: keyof typeof ranks.orders) =>
    ranks.orders[order].map((place) => ranks.customers[place]?.id).join("");

  it("are by net, orders, last day and expectation, equal ones by id", () => {
    expect([ids("net"), ids("orders"), ids("last"), ids("expected")]).toEqual(["ABC", "ACB", "CAB", "BA"]);
    expect(ranks.customers.find(({ id }) => id === "A")).toEqual({
      ...{
        id: "A",
        country: "GB",
        orders: 3,
        net: 14,
        firstDay: "2024-01-01",
        lastDay: "2024-01-05",
        expected: 1,
      },
    });
    expect(ranks.countries).toEqual([
      ["GB", 2],
      ["DE", 1],
    ]);
  });

  it("go on from those of the customers before", () => {
    const next = new CustomerRanking(ranks);
    next.add("D", history(["2024-01-07", "DE", 9, 500, 0]));
    const both = next.ranks();
    expect(both.orders.net.map((place) => both.customers[place]?.id)).toEqual(["D", "A", "B", "C"]);
    expect(both.orders.expected.map((place) => both.customers[place]?.id)).toEqual(["B", "A"]);
    expect(both.countries).toEqual([
      ["DE", 2],
      ["GB", 2],
    ]);
  });
});

it("an account's open invoices add up by age", () => {
  const invoice = (id: string, overdueDays: number) =>
    ({ invoice: id, overdueDays }) as Parameters<typeof ageingOf>[0][number];
  const amounts: Record<string, number> = { a: 10.004, b: 5, c: 7 };
  expect(ageingOf([invoice("a", 0), invoice("b", 31), invoice("c", 60)], (id) => amounts[id] ?? 0)).toEqual({
    current: [1, 10],
    to60: [2, 12],
  });
});

describe("cash by week", () => {
  const features = ["age_days", "days_to_due", "total"];
  const inputs = { features, rows: 2, x: Float64Array.of(3, 10, 100, 5, -2, 200) } as unknown as Inputs;
  /** Half of what is open comes in each week; and what it was asked. */
  const asked: number[][] = [];
  const model = {
    predict: ({ x, rows }: Inputs) => {
      asked.push([...x]);
      return new Float64Array(rows).fill(0.5);
    },
  };
  const chances = weeklyChances({ model } as unknown as CreditModel, inputs);

  it("has the chance of each invoice that was still open, which is seven days older each week", () => {
    expect([...chances.slice(0, 3), chances[weeksAhead]]).toEqual([0.5, 0.25, 0.125, 0.5]);
    expect(asked.slice(0, 3)).toEqual([
      [3, 10, 100, 5, -2, 200],
      [10, 3, 100, 12, -9, 200],
      [17, -4, 100, 19, -16, 200],
    ]);
    expect([asked.length, chances.length]).toEqual([26, 52]);
    expect([...inputs.x]).toEqual([3, 10, 100, 5, -2, 200]);
  });

  it("says how many days late an invoice is to be expected", () => {
    const certain = new Float64Array(weeksAhead);
    certain[2] = 1;
    // The middle of the third week is day 17.
    expect([
      expectedDaysLate(certain, 0, 10),
      expectedDaysLate(certain, 0, 17),
      expectedDaysLate(certain, 0, 30),
    ]).toEqual([7, 0, 0]);
    expect(expectedDaysLate(certain, 0, -3)).toBe(20);
    certain[2] = 0.5;
    // Half of it comes then, and half not within 26 weeks.
    expect(expectedDaysLate(certain, 0, 10)).toBe(0.5 * 7 + 0.5 * (182 - 10));
    expect(expectedDaysLate(new Float64Array(2 * weeksAhead).fill(1, weeksAhead, weeksAhead + 1), 1, 0)).toBe(
      3,
    );
  });

  it("adds up amounts by their chances, with a band that is not below zero", () => {
    const weeks = cashWeeks(chances, [100, 200], "2024-03-04", { factor: 2, weeks: 9 });
    // 150 expected; the variance is (100² + 200²) / 4.
    const deviation = Math.sqrt(12_500);
    expect(weeks[0]).toEqual({
      ...{
        from: "2024-03-04",
        to: "2024-03-10",
        expected: 150,
        low80: 0,
        high80: Math.round(100 * (150 + 2 * deviation)) / 100,
      },
    });
    expect(weeks[1]).toMatchObject({ from: "2024-03-11", to: "2024-03-17", expected: 75 });
    expect(cashWeeks(chances, [100, 200], "2024-03-04", { factor: 0.5, weeks: 9 })[0]?.low80).toBe(
      Math.round(100 * (150 - 0.5 * deviation)) / 100,
    );
    expect(weeks).toHaveLength(26);
  });
});

it("the reasons of a risk are the three groups that move it most, each by its strongest feature", () => {
  const named = ([name, group]: string) => ({ name, group, words: `${name} in words` });
  const features = ["a1", "b1", "c2", "d3", "e4", "f5"].map(named);
  const effects = Float64Array.of(0.1, -0.2, 0.05, -0.3, 0.004, 0.06);
  const told = {
    task: { features },
    model: { explain: () => effects },
  } as unknown as CreditModel;
  const inputs = {
    features: features.map(({ name }) => name),
    x: Float64Array.of(1, 2.345, Number.NaN, 4, 5, 6),
    rows: 1,
  };
  const reasons = riskReasons(told, inputs as unknown as Inputs, 0);
  expect(reasons).toEqual([
    { feature: "d", words: "d in words", value: 4, effect: -0.3 },
    { feature: "b", words: "b in words", value: 2.35, effect: -0.1 },
    { feature: "f", words: "f in words", value: 6, effect: 0.06 },
  ]);
  expect(riskReasons({ ...told, model: {} } as CreditModel, inputs as unknown as Inputs, 0)).toEqual([]);
});
