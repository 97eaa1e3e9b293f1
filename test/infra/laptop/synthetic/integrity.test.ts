import { describe, expect, test } from "vitest";
import { cell, column, generate, namesUnder, type Record, records, sales } from "./generated.ts";

const CURRENCY: Record = {
  GB: "GBP",
  US: "USD",
  DE: "EUR",
  FR: "EUR",
  IE: "EUR",
  ES: "EUR",
  IT: "EUR",
  NL: "EUR",
};
const files = generate({ seed: 7, days: 200, mess: 0 });
const lines = sales(files);

const keys = (name: string, key: string) => new Set(column(records(files, name), key));
const expectKnown = (values: readonly string[], known: ReadonlySet<string>) =>
  expect([...new Set(values)].filter((value) => !known.has(value))).toEqual([]);
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

describe("transactions", () => {
  test("name only products, stores and customers that exist", () => {
    expectKnown(column(lines, "stock_code"), keys("products.csv", "stock_code"));
    expectKnown(column(lines, "store_id"), keys("stores.csv", "store_id"));
    expectKnown(column(lines, "customer_id"), new Set([...keys("customers.csv", "customer_id"), ""]));
  });

  test("never come before the customer joined or the store opened", () => {
    const joined = new Map(
      records(files, "customers.csv").map((row) => [cell(row, "customer_id"), cell(row, "join_date")]),
    );
    const opened = new Map(
      records(files, "stores.csv").map((row) => [cell(row, "store_id"), cell(row, "opening_date")]),
    );

    const early = lines.filter((row) => {
      const date = cell(row, "invoice_date").slice(0, 10);
      return (
        date < (joined.get(cell(row, "customer_id")) ?? "") ||
        date < (opened.get(cell(row, "store_id")) ?? "")
      );
    });

    expect(early).toEqual([]);
  });

  test("are dated on the day of their file, priced with two decimals and in the country's currency", () => {
    for (const name of namesUnder(files, "transactions/")) {
      for (const row of records(files, name)) {
        expect(`transactions/${cell(row, "invoice_date").slice(0, 10)}.csv`).toBe(name);
        expect(cell(row, "unit_price")).toMatch(/^\d+\.\d\d$/);
        expect(cell(row, "discount")).toMatch(/^0\.[0-8]\d$/);
        expect(cell(row, "currency")).toBe(CURRENCY[cell(row, "country")]);
      }
    }
  });

  test("return only what the same buyer bought before, at most once and at most that many", () => {
    const open = new Map<string, number[]>();
    const keyOf = (row: Record) =>
      [
        cell(row, "customer_id"),
        cell(row, "country"),
        cell(row, "store_id"),
        cell(row, "stock_code"),
        cell(row, "discount"),
      ].join("|");
    const byDay = Map.groupBy(lines, (row) => cell(row, "invoice_date").slice(0, 10));

    let returned = 0;
    for (const today of byDay.values()) {
      for (const row of today.filter((each) => cell(each, "invoice_no").startsWith("C"))) {
        const earlier = open.get(keyOf(row)) ?? [];
        const match = earlier.findIndex((quantity) => quantity >= -Number(cell(row, "quantity")));
        expect(match).toBeGreaterThanOrEqual(0);
        earlier.splice(match, 1);
        returned++;
      }
      for (const row of today.filter((each) => Number(cell(each, "quantity")) > 0)) {
        const quantities = [...(open.get(keyOf(row)) ?? []), Number(cell(row, "quantity"))];
        open.set(
          keyOf(row),
          quantities.sort((a, b) => a - b),
        );
      }
    }

    expect(returned).toBe(lines.filter((row) => Number(cell(row, "quantity")) < 0).length);
    expect(returned / lines.length).toBeGreaterThan(0.01);
    expect(returned / lines.length).toBeLessThan(0.03);
  });

  test("have about a quarter of guests, and promotions with more discounts", () => {
    const guests = lines.filter((row) => cell(row, "customer_id") === "").length / lines.length;
    const meanDiscount = (from: string, to: string) => {
      const chosen = lines.filter(
        (row) => from <= cell(row, "invoice_date") && cell(row, "invoice_date") < to,
      );
      return chosen.reduce((sum, row) => sum + Number(cell(row, "discount")), 0) / chosen.length;
    };

    expect(guests).toBeGreaterThan(0.12);
    expect(guests).toBeLessThan(0.4);
    expect(meanDiscount("2024-01-02", "2024-01-13")).toBeGreaterThan(
      5 * meanDiscount("2024-02-01", "2024-03-01"),
    );
  });
});

test("exchange rates are given on weekdays only, from a week before the first day to the last", () => {
  const rates = namesUnder(files, "fx_rates/").flatMap((name) => records(files, name));

  for (const currency of ["EUR", "USD"]) {
    const dates = column(
      rates.filter((row) => cell(row, "currency") === currency),
      "rate_date",
    );
    expect(dates.every((date) => ![0, 6].includes(new Date(date).getUTCDay()))).toBe(true);
    expect(daysBetween(dates[0] ?? "", "2024-01-01")).toBeGreaterThanOrEqual(7);
    expect(daysBetween(dates.at(-1) ?? "", "2024-07-18")).toBe(0);
    expect(dates.slice(1).every((date, index) => daysBetween(dates[index] ?? "", date) <= 3)).toBe(true);
  }
  for (const row of rates)
    expect(Number(cell(row, "rate_to_base"))).toBeCloseTo(cell(row, "currency") === "EUR" ? 0.85 : 0.79, 0);
});

describe("the credit ledger", () => {
  test("refers only to rows that exist", () => {
    const invoices = keys("credit/invoices.csv", "invoice_id");

    expectKnown(
      column(records(files, "credit/invoices.csv"), "account_id"),
      keys("credit/accounts.csv", "account_id"),
    );
    expectKnown(column(records(files, "credit/invoice_lines.csv"), "invoice_id"), invoices);
    expectKnown(
      column(records(files, "credit/invoice_lines.csv"), "item_id"),
      keys("credit/skus.csv", "item_id"),
    );
    expectKnown(column(records(files, "credit/payments.csv"), "invoice_id"), invoices);
    expectKnown([...invoices], keys("_truth/invoices.csv", "invoice_id"));
    expectKnown([...invoices], keys("credit/invoice_lines.csv", "invoice_id"));
  });

  test("knows no payment after the last day, none before the invoice, and leaves the newest ones open", () => {
    const issued = new Map(
      records(files, "credit/invoices.csv").map((row) => [cell(row, "invoice_id"), cell(row, "date_issued")]),
    );
    const paid = records(files, "credit/payments.csv");

    for (const row of paid) {
      expect(daysBetween(issued.get(cell(row, "invoice_id")) ?? "", cell(row, "paid_on"))).toBeGreaterThan(0);
      expect(daysBetween(cell(row, "paid_on"), "2024-07-18")).toBeGreaterThanOrEqual(0);
    }
    expect(new Set(column(paid, "invoice_id")).size).toBe(paid.length);
    expect(paid.length).toBeLessThan(issued.size);
  });

  test("writes some addresses on several lines", () => {
    const addresses = column(records(files, "credit/accounts.csv"), "company_address");

    expect(addresses.some((address) => address.includes("\n"))).toBe(true);
    expect(addresses.some((address) => !address.includes("\n"))).toBe(true);
  });
});
