import { describe, expect, test } from "vitest";
import { z } from "zod";
import { cell, type Files, generate, namesUnder, type Record, records, sales, textOf } from "./generated.ts";

const Anomalies = z.array(
  z.strictObject({
    dates: z.array(z.iso.date()).min(1),
    kind: z.enum(["drop", "spike"]),
    dimension: z.enum(["country", "category", "store"]),
    value: z.string(),
    factor: z.number(),
    metric: z.literal("sales"),
  }),
);
type Anomaly = z.infer<typeof Anomalies>[number];

const anomaliesOf = (files: Files) => Anomalies.parse(JSON.parse(textOf(files, "_truth/anomalies.json")));

/** Lines sold on each day in the part of the company that the anomaly concerns, beside what the day's other lines let expect. */
function foundAndUsual(
  sold: readonly Record[],
  partOf: (row: Record) => string,
  dates: Anomaly["dates"],
  value: string,
) {
  const isOn = (row: Record) => dates.includes(cell(row, "invoice_date").slice(0, 10));
  const count = (rows: readonly Record[]) => {
    const inside = rows.filter((row) => partOf(row) === value).length;
    return { inside, outside: rows.length - inside };
  };
  const then = count(sold.filter(isOn));
  const otherwise = count(sold.filter((row) => !isOn(row)));
  return { found: then.inside, usual: (then.outside * otherwise.inside) / otherwise.outside };
}

describe("injected anomalies", () => {
  test("change the part they name by about their factor", () => {
    const found = { drop: 0, spike: 0 };
    const promised = { drop: 0, spike: 0 };

    for (const seed of [1, 2, 3]) {
      const files = generate({ seed, days: 40, linesPerDay: 2500, customers: 2000, mess: 0, anomalies: 4 });
      const sold = sales(files).filter((row) => Number(cell(row, "quantity")) > 0);
      const category = new Map(
        records(files, "products.csv").map((row) => [cell(row, "stock_code"), cell(row, "category")]),
      );
      const parts = {
        category: (row: Record) => category.get(cell(row, "stock_code")) ?? "",
        country: (row: Record) => cell(row, "country"),
        store: (row: Record) => cell(row, "store_id"),
      };
      expect(anomaliesOf(files)).toHaveLength(4);
      for (const anomaly of anomaliesOf(files)) {
        const seen = foundAndUsual(sold, parts[anomaly.dimension], anomaly.dates, anomaly.value);
        const change = Math.log(seen.found / seen.usual);
        expect(change / Math.log(anomaly.factor)).toBeGreaterThan(0.5);
        expect(change / Math.log(anomaly.factor)).toBeLessThan(2);
        found[anomaly.kind] += seen.found;
        promised[anomaly.kind] += seen.usual * anomaly.factor;
      }
    }

    expect(found.drop / promised.drop).toBeGreaterThan(0.8);
    expect(found.drop / promised.drop).toBeLessThan(1.25);
    expect(found.spike / promised.spike).toBeGreaterThan(0.8);
    expect(found.spike / promised.spike).toBeLessThan(1.25);
  });

  test("fit into a short run, on open days that do not overlap", () => {
    const files = generate({ days: 40, anomalies: 4, mess: 0 });

    const dates = anomaliesOf(files).flatMap((anomaly) => anomaly.dates);

    expect(anomaliesOf(files)).toHaveLength(4);
    expect(new Set(dates).size).toBe(dates.length);
    for (const date of dates) expect(files.has(`transactions/${date}.csv`)).toBe(true);
  });
});

/** Net spend of each customer after the given day, at the rates that held on it. */
function laterSpend(files: Files, lastDay: string): ReadonlyMap<string, number> {
  const rates = new Map([["GBP", 1]]);
  for (const row of namesUnder(files, "fx_rates/").flatMap((name) => records(files, name))) {
    if (cell(row, "rate_date") <= lastDay)
      rates.set(cell(row, "currency"), Number(cell(row, "rate_to_base")));
  }
  const spend = new Map<string, number>();
  for (const row of sales(files)) {
    if (cell(row, "invoice_date").slice(0, 10) <= lastDay) continue;
    const price =
      Number(cell(row, "unit_price")) *
      (1 - Number(cell(row, "discount"))) *
      (rates.get(cell(row, "currency")) ?? 0);
    const customer = cell(row, "customer_id");
    spend.set(customer, (spend.get(customer) ?? 0) + Number(cell(row, "quantity")) * price);
  }
  return spend;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("the truth about customers", () => {
  const options = { customers: 2000, linesPerDay: 1500, anomalies: 0, mess: 0 };

  test.each([
    { seed: 4, days: 120, lastDay: "2024-04-29" },
    { seed: 6, days: 170, lastDay: "2024-06-18" },
  ])("foresees what a longer run then shows (seed $seed)", ({ seed, days, lastDay }) => {
    const truth = records(generate({ ...options, seed, days }), "_truth/customers.csv");
    const actual = laterSpend(generate({ ...options, seed, days: days + 30 }), lastDay);

    const pairs = truth.map((row) => ({
      expected: Number(cell(row, "expected_spend_30d")),
      spent: actual.get(cell(row, "customer_id")) ?? 0,
    }));
    const mean = sum(pairs.map((pair) => pair.spent)) / pairs.length;
    const error = sum(pairs.map((pair) => (pair.spent - pair.expected) ** 2));
    const spread = sum(pairs.map((pair) => (pair.spent - mean) ** 2));
    expect(sum(pairs.map((pair) => pair.expected)) / (mean * pairs.length)).toBeGreaterThan(0.85);
    expect(sum(pairs.map((pair) => pair.expected)) / (mean * pairs.length)).toBeLessThan(1.15);
    expect(1 - error / spread).toBeGreaterThan(0.3);
  });

  test("has no purchases from lost customers", () => {
    const truth = records(generate({ ...options, days: 60 }), "_truth/customers.csv");
    const later = sales(generate({ ...options, days: 90 })).filter(
      (row) => cell(row, "invoice_date") > "2024-03-01",
    );
    const lost = new Set(
      truth.filter((row) => cell(row, "alive_at_end") === "0").map((row) => cell(row, "customer_id")),
    );

    const bought = later.filter(
      (row) => lost.has(cell(row, "customer_id")) && Number(cell(row, "quantity")) > 0,
    );

    expect(lost.size).toBeGreaterThan(10);
    expect(bought).toEqual([]);
  });
});

test("the late probabilities agree with how often invoices are paid late, low and high ones alike", () => {
  const files = generate({ days: 400, customers: 2000, linesPerDay: 20, mess: 0 });
  const paid = new Map(
    records(files, "credit/payments.csv").map((row) => [cell(row, "invoice_id"), cell(row, "paid_on")]),
  );
  const truth = new Map(
    records(files, "_truth/invoices.csv").map((row) => [
      cell(row, "invoice_id"),
      cell(row, "late_probability"),
    ]),
  );

  // Late in the run an unpaid invoice says nothing yet.
  const settled = records(files, "credit/invoices.csv").filter(
    (row) => cell(row, "date_issued") < "2024-10-01",
  );
  const outcomes = settled.map((row) => {
    const days =
      Date.parse(paid.get(cell(row, "invoice_id")) ?? "9999-01-01") - Date.parse(cell(row, "date_issued"));
    return { isLate: days > 30 * 86_400_000, probability: Number(truth.get(cell(row, "invoice_id"))) };
  });

  for (const isHigh of [true, false]) {
    const group = outcomes.filter(({ probability }) => probability > 0.3 === isHigh);
    const late = group.filter(({ isLate }) => isLate).length / group.length;
    expect(group.length).toBeGreaterThan(1000);
    expect(late).toBeCloseTo(sum(group.map(({ probability }) => probability)) / group.length, 1);
  }
});
