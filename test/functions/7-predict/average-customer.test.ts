import { describe, expect, it } from "vitest";
import { daysWithoutPurchase, spendWithoutPurchase } from "../../../functions/7-predict/average-customer.ts";
import type { CustomerDay } from "../../../shared/serving/sections/customers.ts";

const returned = (date: string): CustomerDay => [date, null, 0, 2, 1, 0, 20, -20];
const bought = (date: string): CustomerDay => [date, null, 1, 2, 1, 50, 0, 50];
const historyOf = (...days: CustomerDay[]) => ({ days, joined: null, age: null });

describe("a customer who returned goods and never bought any", () => {
  it("is told from one who bought, and from one of whom nothing is known yet", () => {
    expect(daysWithoutPurchase(historyOf(returned("2024-03-01"), returned("2024-03-20")), "2024-03-31")).toBe(
      30,
    );
    expect(daysWithoutPurchase(historyOf(returned("2024-03-01"), bought("2024-03-02")), "2024-03-31")).toBe(
      undefined,
    );
    expect(daysWithoutPurchase(historyOf(returned("2024-03-01"), bought("2024-04-02")), "2024-03-31")).toBe(
      30,
    );
    expect(daysWithoutPurchase(historyOf(returned("2024-04-01")), "2024-04-01")).toBe(undefined);
    expect(daysWithoutPurchase(undefined, "2024-03-31")).toBe(undefined);
  });

  it("spends less than the average customer, and less with every day of silence", () => {
    const average = { spend: 200, ordersPerDay: 0.012 };
    const values = [0, 1, 30, 90, 365].map((days) => spendWithoutPurchase(average, days));
    expect(values[0]).toBe(200);
    expect(values).toEqual(values.toSorted((one, other) => other - one));
    expect(values.at(-1)).toBeGreaterThan(0);
    expect(spendWithoutPurchase({ spend: 0, ordersPerDay: 0 }, 30)).toBe(0);
  });
});
