import { expect, it } from "vitest";
import type { z } from "zod";
import { BatchRequest, CustomerPath, SpendRequest } from "../../../functions/7-predict/api.ts";
import { answerCash, answerRisk } from "../../../functions/7-predict/credit/answer-risk.ts";
import { AccountPath, CashQuery, RiskQuery } from "../../../functions/7-predict/credit/api.ts";
import { FindingPath } from "../../../functions/7-predict/findings.ts";
import type { ServingState } from "../../../functions/7-predict/serving-state.ts";
import { Basket } from "../../../shared/tasks/spend/customer-day.ts";

/** Which of the values the schema takes for a name. */
const taken = (schema: z.ZodType, name: string, values: readonly unknown[], more: object = {}) =>
  values.filter((value) => schema.safeParse({ ...more, [name]: value }).success);
const text = (length: number) => "x".repeat(length);

it("parameters are taken up to their limits", () => {
  expect(taken(CashQuery, "weeks", ["0", "1", "26", "27", "1.5"])).toEqual(["1", "26"]);
  expect(taken(RiskQuery, "limit", ["0", "1", "1000", "1001"])).toEqual(["1", "1000"]);
  expect(taken(RiskQuery, "min_amount", ["-1", "0", "0.5"])).toEqual(["0", "0.5"]);
  expect([CashQuery.parse({}), RiskQuery.parse({})]).toEqual([{ weeks: 13 }, { limit: 50, min_amount: 0 }]);
  for (const [schema, most] of [
    [CustomerPath, 200],
    [AccountPath, 200],
    [FindingPath, 100],
  ] as const)
    expect(taken(schema, "id", ["", text(1), text(most), text(most + 1)])).toEqual([text(1), text(most)]);
  const question = { customer: "C" };
  const many = (count: number) => Array.from({ length: count }, () => question);
  expect(
    taken(BatchRequest, "questions", [[], many(1), many(1000), many(1001)]).map(
      (all) => (all as unknown[]).length,
    ),
  ).toEqual([1, 1000]);
  expect(SpendRequest.parse(question).horizon).toBe("30d");
  expect(taken(SpendRequest, "date", ["2024-02-29", "2023-02-29", "2024-2-1"], question)).toEqual([
    "2024-02-29",
  ]);
  const basket = { amount: 1, items: 1 };
  expect(Basket.parse(basket)).toEqual({ ...basket, orders: 1, returns: 0, discount: 0 });
  expect(taken(Basket, "discount", [-0.1, 0, 1, 1.1], basket)).toEqual([0, 1]);
  expect(taken(Basket, "orders", [-1, 0, 1000, 1001], basket)).toEqual([0, 1000]);
  expect(taken(Basket, "amount", [-1, 0, 1e9, 2e9], basket)).toEqual([0, 1e9]);
});

const account = (id: string, openAmount: number, branch: string | null, expectedLoss: number) => ({
  ...{ account: id, openAmount, branch, expectedLoss },
});
const state = (asOf: string | null) => {
  const view = {
    ...{ asOf, model: null, cashWeeksMeasured: 9, cash: [{ from: "a" }, { from: "b" }, { from: "c" }] },
    accounts: [account("A", 100, "N", 30.005), account("B", 50, "N", 20), account("C", 49.99, "S", 10)],
  };
  return {
    ...{ now: Date.parse("2024-04-01"), models: [] },
    snapshot: { value: { manifest: { id: "s", currency: "EUR", asOf }, section: () => view } },
  } as unknown as ServingState;
};

it("accounts are those of a branch and of an amount or more; all that fit are counted, and some are told", () => {
  const asked = (query: object) => {
    const { accounts, matching, expectedLoss } = answerRisk(state("2024-03-31"), RiskQuery.parse(query));
    return [accounts.map((each) => each.account).join(""), matching, expectedLoss];
  };
  expect(asked({})).toEqual(["ABC", 3, 60.01]);
  expect(asked({ min_amount: 50 })).toEqual(["AB", 2, 50.01]);
  expect(asked({ branch: "S" })).toEqual(["C", 1, 10]);
  expect(asked({ branch: "N", min_amount: 51 })).toEqual(["A", 1, 30.01]);
  expect(asked({ limit: 1 })).toEqual(["A", 3, 60.01]);
  expect(() => answerRisk(state(null), RiskQuery.parse({}))).toThrow("there is no open invoice");
});

it("cash is told for as many weeks as are asked for, and is stale a week after its last day", () => {
  const cash = answerCash(state("2024-03-25"), { weeks: 2 });
  expect([cash.weeks.length, cash.weeksMeasured, cash.stale]).toEqual([2, 9, false]);
  expect(answerCash(state("2024-03-24"), { weeks: 2 }).stale).toBe(true);
});
