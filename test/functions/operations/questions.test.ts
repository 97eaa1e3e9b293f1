import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forecastAccuracy } from "../../../functions/operations/accuracy/scores.ts";
import { recordAct, reopenFinding } from "../../../functions/operations/findings/act.ts";
import type { ColumnBins } from "../../../functions/operations/quality/column-bins.ts";
import { distributionDrift } from "../../../functions/operations/quality/distribution-drift.ts";
import { actsIn } from "../../../shared/insights/acts.ts";
import { date, dates, text, texts, wholeNumber } from "../../../shared/sql.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";
import { type GivenTables, givenTables } from "../given-tables.ts";

// What an operator asks the tables, question by question.
let tables: GivenTables;
beforeAll(async () => {
  tables = await givenTables();
});
afterAll(() => tables.close());
const ask = (name: string, params = {}) => tables.ask(`functions/operations/${name}.sql`, params);

describe("accuracy", () => {
  beforeAll(async () => {
    const sold = (business_date: string, net: number, dimension = "company") => ({
      business_date,
      net,
      dimension,
      orders: 2,
      customers: 1,
    });
    await tables.insert(
      "metrics.daily_sales",
      sold("2024-02-29", 999),
      sold("2024-03-01", 50),
      sold("2024-03-07", 50),
      sold("2024-03-08", 30),
      sold("2024-03-14", 20),
      sold("2024-03-15", 999),
      sold("2024-03-08", 999, "country"),
      sold("2024-03-20", 999, "country"),
    );
    const bought = (customer_id: string, business_date: string, net: number, orders = 1) => ({
      customer_id,
      business_date,
      net,
      orders,
    });
    await tables.insert(
      "metrics.daily_customer_metrics",
      bought("A", "2024-02-29", 999),
      bought("A", "2024-03-01", 40),
      bought("A", "2024-03-07", 20),
      bought("B", "2024-03-02", 30),
      bought("A", "2024-03-08", 10),
      bought("B", "2024-03-14", -5, 0),
      bought("A", "2024-03-15", 999),
    );
    await tables.insert(
      "metrics.customers",
      { customer_id: "A", first_day: "2024-02-01", net: 11 },
      { customer_id: "B", first_day: "2024-03-01", net: 22 },
    );
    const foreseen = (as_of: string, business_date: string, value: number) => ({
      ...{ as_of, business_date, value, low80: 8, high80: 12, low95: 7, high95: 13 },
    });
    await tables.insert(
      "predictions.sales_forecast",
      foreseen("2024-03-07", "2024-03-08", 999),
      foreseen("2024-03-08", "2024-03-08", 60),
      foreseen("2024-03-08", "2024-03-14", 20),
      foreseen("2024-03-08", "2024-03-15", 999),
      foreseen("2024-03-08", "2024-03-16", 999),
      foreseen("2024-03-08", "2024-03-10", 0),
    );
    const said = (as_of: string, customer_id: string, value: number, more = {}) => ({
      ...{ as_of, customer_id, value, task: "week", horizon_days: 7, ...more },
    });
    await tables.insert(
      "predictions.spend",
      said("2024-03-07", "A", 999),
      said("2024-03-08", "A", 12, { run_rate: 9, low80: 5, high80: 10, low95: 1, high95: 9 }),
      said("2024-03-08", "B", 18, { run_rate: 3, low80: 0, high80: 0, low95: 1, high95: 2 }),
      said("2024-03-10", "A", 5, { horizon_days: 30, task: "month" }),
    );
  });

  it("of spend is told beside the run-rate and beside the company's forecast of the same days", async () => {
    const [month, week, ...others] = await ask("accuracy/spend_accuracy", { since: date("2024-03-08") });
    expect(others).toEqual([]);
    // 60 of the 100 sold before were bought by A, who was known: 80 × 0.6 / 30 = 1.6.
    expect(
      week?.split(" ").map((cell) => (Number.isNaN(Number(cell)) ? cell : Number(Number(cell).toFixed(6)))),
    ).toEqual([
      ...["2024-03-08", "week", 7, "2024-03-14", "true", 2, 30, 80, 0.6, 1.6, 50, 10, 100],
      ...[20, 328, 4, 10, 38, 914.08, 2, 0],
    ]);
    expect(month).toMatch(/^2024-03-10 month 30 2024-04-08 false 1 5 {2}0\.946\d+ {11}0 0$/);
  });

  it("of the forecast is told day by day, a day without sales as zero", async () => {
    expect(await ask("accuracy/sales_accuracy", { since: date("2024-03-08") })).toEqual([
      "2024-03-08 2024-03-08 1 60 8 12 7 13 30",
      "2024-03-08 2024-03-10 3 0 8 12 7 13 0",
      "2024-03-08 2024-03-14 7 20 8 12 7 13 20",
      "2024-03-08 2024-03-15 8 999 8 12 7 13 999",
    ]);
  });

  it("of the forecast is grouped by how far ahead it was made", () => {
    const day = (days_ahead: number, predicted: number, actual: number) => ({
      ...{
        as_of: "2024-03-01",
        business_date: "2024-03-01",
        days_ahead,
        predicted,
        actual,
        low80: 8,
        high80: 12,
        low95: 7,
        high95: 13,
      },
    });
    const scores = forecastAccuracy([
      day(1, 10, 8),
      day(2, 10, 13),
      day(7, 10, 7),
      day(8, 10, 14),
      day(30, 10, 12),
      day(31, 0, 999),
    ]);
    expect(
      scores.map(({ ahead, days, mae, within80, within95 }) => [ahead, days, mae, within80, within95]),
    ).toEqual([
      ["1 day", 1, 2, 1, 1],
      ["2 to 7 days", 2, 3, 0, 1],
      ["8 to 30 days", 2, 3, 0.5, 0.5],
      ["all", 5, 2.8, 0.4, 0.8],
    ]);
    expect(scores[3]?.wape).toBeCloseTo(14 / 54, 12);
    expect(forecastAccuracy([day(1, 5, 0)])[0]?.wape).toBeNull();
    expect(forecastAccuracy([])).toEqual([]);
  });

  it("a customer's standing counts the days of the window up to the newest one", async () => {
    const standing = (customer: string, days: number) =>
      ask("tiers/tier_standing", {
        customer: text(customer),
        window_days: wholeNumber(days),
        days_from: date("0001-01-01"),
      });
    expect(await standing("A", 8)).toEqual(["2024-03-15 1009 2 2024-03-15"]);
    expect(await standing("A", 9)).toEqual(["2024-03-15 1029 3 2024-03-15"]);
    expect(await standing("B", 2)).toEqual(["2024-03-15 -5 0 "]);
    expect(await standing("nobody", 99)).toEqual(["2024-03-15 0 0 "]);
  });

  it("saved questions about sales and tiers", async () => {
    expect(await tables.ask("shared/query/sales_by_day.sql", { days_back: wholeNumber(6) })).toEqual([
      "2024-03-15 2 1 0 0 999",
    ]);
    const held = (customer_id: string, tier: string, valid_from: string, valid_to: string | null) => ({
      customer_id,
      tier,
      valid_from,
      valid_to,
    });
    await tables.insert(
      "metrics.tiers",
      held("A", "Bronze", "2024-01-01", "2024-01-31"),
      held("A", "Gold", "2024-02-01", null),
      held("B", "Gold", "2024-02-02", null),
    );
    const on = (day: string) => tables.ask("shared/query/customers_by_tier.sql", { on_day: date(day) });
    expect([
      await on("2024-01-31"),
      await on("2024-02-01"),
      await on("2024-02-02"),
      await on("9999-12-31"),
    ]).toEqual([...[["Bronze 1 11"], ["Gold 1 11"], ["Gold 2 33"], ["Gold 2 33"]]]);
    expect(await ask("tiers/tier_counts")).toEqual(["Gold 2"]);
    expect(await ask("tiers/tier_history", { customer: text("A") })).toEqual([
      "Bronze 2024-01-01 2024-01-31 ",
      "Gold 2024-02-01  ",
    ]);
  });
});

it("the lines behind a tier are those of the customer on the days of a change", async () => {
  const line = (business_date: string, customer_id: string, invoice_no: string) => ({
    business_date,
    customer_id,
    invoice_no,
    stock_code: "P",
    quantity: 1,
    net: 2.5,
    _object: "f.csv",
    _row: 3,
  });
  await tables.insert(
    "clean.lines",
    line("2024-01-01", "A", "i2"),
    line("2024-01-01", "A", "i1"),
    line("2024-01-02", "A", "i3"),
    line("2024-01-03", "A", "i4"),
    line("2024-01-03", "B", "i5"),
  );
  expect(
    await ask("tiers/tier_rows", {
      customer: text("A"),
      on_days: dates(["2024-01-01", "2024-01-03"]),
      first_day: date("2024-01-01"),
      last_day: date("2024-01-03"),
    }),
  ).toEqual([
    "2024-01-01 i1 P 1 2.5 f.csv 3",
    "2024-01-01 i2 P 1 2.5 f.csv 3",
    "2024-01-03 i4 P 1 2.5 f.csv 3",
  ]);
});

it("the newest values and all stored ones, by cadence", async () => {
  const value = (kpi: string, cadence: string, period: string, amount: number | null, segment = "all") => ({
    ...{
      kpi,
      cadence,
      period,
      value: amount,
      segment,
      dimension: segment === "all" ? "all" : "store",
      state: "complete",
    },
  });
  await tables.insert(
    "metrics.kpi_values",
    value("b", "daily", "2024-01-01", 1),
    value("b", "daily", "2024-01-02", 2),
    value("b", "daily", "2024-01-03", null),
    value("b", "daily", "2024-01-04", 9, "S1"),
    value("b", "weekly", "2024-01-01", 3),
    value("a", "daily", "2024-01-01", 4),
  );
  expect(await ask("kpis/newest_values")).toEqual([
    "a daily 2024-01-01 4 complete",
    "b daily 2024-01-02 2 complete",
    "b weekly 2024-01-01 3 complete",
  ]);
  expect(await ask("kpis/stored_values", { cadence: text("weekly") })).toEqual([
    "b weekly 2024-01-01 all all 3",
  ]);
  expect(await ask("kpis/stored_values", { cadence: text("all") })).toHaveLength(6);
  await tables.insert(
    "metrics.kpi_periods",
    { cadence: "daily", period: "2024-01-05" },
    { cadence: "weekly", period: "2024-01-08" },
  );
  expect(await ask("findings/newest_period")).toEqual(["2024-01-05"]);
});

it("rows that are in a file and in no table, of all or of one feed or file", async () => {
  const held = (feed: string, _object: string, day: string, rule = "type") => ({
    feed,
    _object,
    day,
    rule,
    stage: "clean",
    _row: 2,
  });
  await tables.insert(
    "clean.quarantine",
    held("b", "x", "2024-01-01"),
    held("a", "y", "2024-01-02"),
    held("a", "z", "2024-01-02", "late"),
    held("a", "y", "2023-12-31"),
  );
  const rows = (feed: string | null, file: string | null) =>
    ask("quality/broken_rows", {
      feed: { type: "STRING", value: feed },
      file: { type: "STRING", value: file },
      from_day: date("2024-01-01"),
    });
  expect((await rows(null, null)).map((row) => row.slice(0, 1)).join("")).toBe("aab");
  expect([
    (await rows("a", null)).length,
    (await rows("a", "y")).length,
    (await rows(null, "x")).length,
  ]).toEqual([2, 1, 1]);
  expect(await tables.ask("shared/query/quarantine_by_reason.sql")).toEqual([
    "a type  2 2023-12-31 2024-01-02",
    "a late  1 2024-01-02 2024-01-02",
    "b type  1 2024-01-01 2024-01-01",
  ]);
});

it("contacts are those of the first row of an account", async () => {
  const account = (account_id: string, _row: number, more = {}) => ({
    account_id,
    _row,
    contact_person: `P${_row}`,
    ...more,
  });
  await tables.insert(
    "raw.accounts",
    account("K", 3),
    account("K", 2),
    account("K", 1, { _quarantined: true }),
    account("L", 4),
  );
  expect(await ask("outreach/contacts", { accounts: texts(["K"]) })).toEqual(["K P2  "]);
});

describe("what somebody says of a finding", () => {
  const place = { kpi: "k", dimension: "all", segment: "all", period: "2024-01-10" };
  const clock = { now: () => new Date("2024-02-01T10:00:00Z"), sleep: async () => {} };
  const told: string[] = [];
  const bus = { publish: async (topic: string) => void told.push(topic) };

  it("covers its own period, a mute four weeks, and is published", async () => {
    const state = memoryStore({ classA: 0, classB: 0 });
    const act = (kind: "acknowledged" | "muted" | "expected", more = {}) =>
      recordAct({ state, bus, clock }, { id: "f", kind, ...more }, place);
    expect(await act("acknowledged")).toMatchObject({ from: "2024-01-10", until: "2024-01-10" });
    expect((await act("muted")).until).toBe("2024-02-07");
    expect(await act("expected", { until: "2024-01-12", note: "sale", by: "me" })).toMatchObject({
      until: "2024-01-12",
      note: "sale",
      by: "me",
    });
    expect((await act("muted", { until: "2024-01-10" })).until).toBe("2024-01-10");
    await expect(act("muted", { until: "2024-01-09" })).rejects.toThrow(
      "is before the finding's own period, 2024-01-10",
    );
    expect((await actsIn(state).list()).map(({ kind }) => kind)).toEqual(["muted"]);
    expect([await dirtySetIn(state).count("publish"), told.length]).toEqual([1, 4]);
    await reopenFinding({ state, bus, clock }, "f");
    expect(await actsIn(state).list()).toEqual([]);
    expect(told.length).toBe(5);
  });
});

describe("a file whose values lie elsewhere", () => {
  const files = (count: number) => Array.from({ length: count }, (_, at) => `f${at}`);
  const column = (ordered: boolean, bins: readonly Record<string, number>[]): ColumnBins => ({
    ...{ column: "c", ordered },
    files: new Map(bins.map((each, at) => [`f${at}`, new Map(Object.entries(each))])),
  });
  const drift = (ordered: boolean, ...bins: Record<string, number>[]) =>
    distributionDrift(files(bins.length), [column(ordered, bins)]);
  const usual = { a: 500, b: 500 };

  it("is told with the share that moved, once four files of enough rows lie before it", () => {
    expect(drift(false, usual, usual, usual, usual, { a: 100, b: 900 })).toEqual([
      { file: "f4", column: "c", moved: 0.4, usual: 0 },
    ]);
    expect(drift(false, usual, usual, usual, { a: 100, b: 900 })).toEqual([]);
    expect(drift(false, { a: 29 }, usual, usual, usual, { a: 100, b: 900 })).toEqual([]);
    // A quarter matters to nobody.
    expect(drift(false, usual, usual, usual, usual, { a: 250, b: 750 })).toEqual([]);
    expect(drift(false, usual, usual, usual, usual, { a: 249, b: 751 })).toHaveLength(1);
  });

  it("is measured by the largest gap where values have an order", () => {
    const low = { 1: 500, 2: 500 };
    expect(drift(true, low, low, low, low, { 2: 400, 10: 600 })).toEqual([
      { file: "f4", column: "c", moved: 0.6, usual: 0 },
    ]);
    expect(drift(true, low, low, low, low, { "-5": 300, 1: 350, 2: 350 })[0]?.moved).toBe(0.3);
  });

  it("is none where files usually differ as much, or where few rows may lie anywhere", () => {
    const other = { a: 900, b: 100 };
    // They differ by 0.2667 from each other, and 0.4 is half as much again.
    expect(drift(false, usual, other, usual, other, { a: 310, b: 690 })).toEqual([]);
    expect(drift(false, usual, other, usual, other, { a: 290, b: 710 })).toHaveLength(1);
    const few = { a: 15, b: 15 };
    expect(drift(false, few, few, few, few, { a: 3, b: 27 })).toEqual([]);
  });
});
