import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { date, dayParams, text, texts } from "../../../shared/sql.ts";
import { type GivenTables, givenTables } from "../given-tables.ts";

// What a snapshot is made from, question by question: rows in, rows out.
let tables: GivenTables;
beforeAll(async () => {
  tables = await givenTables();
});
afterAll(() => tables.close());

const ask = (name: string, params = {}) => tables.ask(`functions/6-publish/${name}.sql`, params);

describe("customers", () => {
  beforeAll(async () => {
    const bought = (customer_id: string, business_date: string) => ({
      ...{ customer_id, business_date, country: "GB", orders: 2, items: 3, unique_products: 4 },
      ...{ gross: 9.5, returns: 1.5, net: 8 },
    });
    await tables.insert(
      "metrics.daily_customer_metrics",
      bought("B", "2024-01-02"),
      bought("A", "2024-01-03"),
      bought("A", "2024-01-02"),
      bought("A", "2024-01-01"),
      bought("B", "2024-01-04"),
    );
    const registered = (customer_id: string, joined_on: string | null, age: number | null) => ({
      ...{ customer_id, joined_on, age },
    });
    await tables.insert(
      "raw.customers",
      registered("B", "2020-05-05", 31),
      registered("A", "2021-01-02", 40),
      registered("A", "2020-01-02", 41),
      { ...registered("A", "2019-01-01", 99), _quarantined: true },
      { ...registered("C", "2019-01-01", 50), _quarantined: true },
    );
    const held = (customer_id: string, tier: string, valid_from: string, valid_to: string | null = null) => ({
      ...{ customer_id, tier, valid_from, valid_to, reason: `${tier} since then` },
    });
    await tables.insert(
      "metrics.tiers",
      held("A", "Bronze", "2024-01-01", "2024-01-31"),
      held("A", "Gold", "2024-02-01"),
      held("B", "Silver", "2024-01-05"),
      held("C", "Silver", "2024-01-06"),
      held("D", "Bronze", "2024-01-07", "2024-01-08"),
      // Two tiers at once, as while another rule is being assigned: the newer one counts, of two the first by name.
      held("E", "Bronze", "2024-01-01"),
      held("E", "Silver", "2024-01-02"),
      held("E", "Gold", "2024-01-02"),
    );
  });

  it("come in pages after an id, ordered as the shards are", async () => {
    expect(await ask("customer_days", { after: text("") })).toEqual([
      "A 2024-01-01 GB 2 3 4 9.5 1.5 8",
      "A 2024-01-02 GB 2 3 4 9.5 1.5 8",
      "A 2024-01-03 GB 2 3 4 9.5 1.5 8",
      "B 2024-01-02 GB 2 3 4 9.5 1.5 8",
      "B 2024-01-04 GB 2 3 4 9.5 1.5 8",
    ]);
    expect((await ask("customer_days", { after: text("A") })).map((row) => row.slice(0, 12))).toEqual([
      "B 2024-01-02",
      "B 2024-01-04",
    ]);
  });

  it("come with the changed days alone, the first and the last among them", async () => {
    const changed = dayParams(["2024-01-01", "2024-01-03", "2024-01-04"]);
    expect(await ask("changed_days", { after: text(""), ...changed })).toEqual([
      "A 2024-01-01 GB 2 3 4 9.5 1.5 8",
      "A 2024-01-03 GB 2 3 4 9.5 1.5 8",
      "B 2024-01-04 GB 2 3 4 9.5 1.5 8",
    ]);
    expect(await ask("changed_days", { after: text("A"), ...changed })).toHaveLength(1);
  });

  it("take the earliest day and the highest age of their rows in the register that are not in quarantine", async () => {
    expect(await ask("register", { after: text("") })).toEqual(["A 2020-01-02 41", "B 2020-05-05 31"]);
    expect(await ask("register", { after: text("A") })).toEqual(["B 2020-05-05 31"]);
  });

  it("have the tier in force", async () => {
    expect(await ask("tiers_in_force", { after: text("") })).toEqual([
      "A Gold 2024-02-01 Gold since then",
      "B Silver 2024-01-05 Silver since then",
      "C Silver 2024-01-06 Silver since then",
      "E Gold 2024-01-02 Gold since then",
    ]);
    expect(await ask("tiers_in_force", { after: text("B") })).toHaveLength(2);
    expect(await ask("tier_counts")).toEqual(["Silver 3", "Gold 2", "Bronze 1"]);
  });
});

describe("the company", () => {
  beforeAll(async () => {
    const sold = (business_date: string, dimension: string, value: string, net = 8, lines = 5) => ({
      ...{ business_date, dimension, value, orders: 2, customers: 3, gross: 9.5, net, lines },
    });
    await tables.insert(
      "metrics.daily_sales",
      sold("2024-01-02", "company", "all", 8, 7),
      sold("2024-01-02", "store", "S1"),
      sold("2024-01-01", "country", "GB"),
      sold("2024-01-01", "country", "DE"),
      sold("2024-01-01", "company", "all", 4),
      sold("2024-01-04", "company", "all", 6),
    );
    const foreseen = (as_of: string, business_date: string, value: number) => ({
      ...{ as_of, business_date, value, low80: value - 1, high80: value + 1, method: "trees" },
    });
    await tables.insert(
      "predictions.sales_forecast",
      foreseen("2023-12-30", "2024-01-01", 1),
      foreseen("2023-12-31", "2024-01-01", 2),
      foreseen("2024-01-01", "2024-01-01", 3),
      foreseen("2024-01-01", "2024-01-02", 4),
      foreseen("2024-01-01", "2024-01-03", 5),
      foreseen("2024-01-04", "2024-01-04", 6),
      foreseen("2024-01-05", "2024-01-04", 7),
      foreseen("2024-01-04", "2024-01-05", 8),
    );
  });

  it("is told with its countries, day by day", async () => {
    expect(await ask("company_days")).toEqual([
      "2024-01-01 company all 2 3 9.5 4",
      "2024-01-01 country DE 2 3 9.5 8",
      "2024-01-01 country GB 2 3 9.5 8",
      "2024-01-02 company all 2 3 9.5 8",
      "2024-01-04 company all 2 3 9.5 6",
    ]);
  });

  it("has the newest forecast of each known day that was made before it was known, beside its sales or zero", async () => {
    const within = { since: date("2024-01-01"), last_day: date("2024-01-04") };
    expect(await ask("past_forecasts", { ...within, made_since: date("2023-12-30") })).toEqual([
      "2024-01-01 2024-01-01 false trees 3 2 4 4",
      "2024-01-02 2024-01-01 false trees 4 3 5 8",
      "2024-01-03 2024-01-01 false trees 5 4 6 0",
      "2024-01-04 2024-01-04 false trees 6 5 7 6",
    ]);
    const later = { since: date("2024-01-02"), last_day: date("2024-01-03"), made_since: date("2024-01-01") };
    expect(await ask("past_forecasts", later)).toHaveLength(2);
    expect(await ask("past_forecasts", { ...later, made_since: date("2024-01-02") })).toEqual([]);
  });

  it("counts its rows that became sales, and those that became none", async () => {
    const held = (day: string, rule: string, more = {}) => ({
      ...{ day, rule, feed: "transactions", stage: "clean", column_name: "quantity", value: "x" },
      ...{ message: "no number", _object: "f.csv", _row: 2, ...more },
    });
    await tables.insert(
      "clean.quarantine",
      held("2024-01-01", "type"),
      held("2024-01-02", "type"),
      held("2024-01-02", "type", { _row: 3 }),
      held("2024-01-03", "price_unknown", { column_name: null }),
      held("2024-01-02", "type", { stage: "ingest", _object: "e.csv" }),
      held("2024-01-02", "type", { feed: "products", _object: "p.csv" }),
      held("1970-01-01", "duplicate"),
    );
    expect(await ask("quality_days", { since: date("2024-01-02") })).toEqual([
      "2024-01-02 7 2",
      "2024-01-03 0 1",
      "2024-01-04 5 0",
    ]);
    expect(await ask("quality_reasons", { since: date("2024-01-02") })).toEqual([
      "transactions type quantity 3",
      "products type quantity 1",
      "transactions duplicate quantity 1",
      "transactions price_unknown  1",
    ]);
    expect(await ask("quarantined_rows", { since: date("2024-01-02") })).toEqual([
      "2024-01-03 transactions price_unknown  x no number f.csv 2",
      "2024-01-02 transactions type quantity x no number e.csv 2",
      "2024-01-02 transactions type quantity x no number f.csv 2",
      "2024-01-02 transactions type quantity x no number f.csv 3",
      "2024-01-02 products type quantity x no number p.csv 2",
      "1970-01-01 transactions duplicate quantity x no number f.csv 2",
    ]);
  });
});

describe("findings and values", () => {
  beforeAll(async () => {
    const found = (id: string, period: string) => ({ id, period, kpi: "orders" });
    await tables.insert(
      "insights.findings",
      found("f1", "2024-01-01"),
      found("f3", "2024-01-02"),
      found("f2", "2024-01-02"),
      found("f4", "2024-01-03"),
    );
    const driver = (finding_id: string, split_name: string, place: number, period = "2024-01-02") => ({
      ...{ finding_id, split_name, place, period, actual: 1, expected: 2, contribution: -1 },
    });
    await tables.insert(
      "insights.drivers",
      driver("f2", "segments", 2),
      driver("f2", "segments", 1),
      driver("f2", "factors", 1),
      driver("f1", "segments", 1, "2024-01-01"),
      driver("f0", "segments", 1, "2024-01-02"),
    );
    await tables.insert(
      "insights.explanations",
      { finding_id: "f2", period: "2024-01-02", verdict: "spread" },
      { finding_id: "f1", period: "2024-01-01", verdict: "spread" },
      { finding_id: "f0", period: "2024-01-02", verdict: "spread", actual: 1.5, expected: 2.5, change: -1 },
    );
  });

  it("start at a period, the newest first; causes in the order in which a person reads them", async () => {
    const from = { first_period: date("2024-01-02") };
    expect((await ask("findings", from)).map((row) => row.slice(0, 2))).toEqual(["f4", "f2", "f3"]);
    expect((await ask("drivers", from)).map((row) => row.split(" ").slice(0, 3).join(" "))).toEqual([
      "f0 segments 1",
      "f2 factors 1",
      "f2 segments 1",
      "f2 segments 2",
    ]);
    expect((await ask("explanations", from)).map((row) => row.trim())).toEqual([
      "f0 1.5 2.5 -1 spread",
      "f2    spread",
    ]);
  });

  it("reach back by cadence, and segments less far; of each dimension the eight largest of months are told", async () => {
    const value = (cadence: string, period: string, segment = "all", volume = 1) => ({
      ...{ kpi: "orders", cadence, period, segment, volume, value: volume, state: "complete" },
      dimension: segment === "all" ? "all" : "store",
    });
    const stores = [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((size) => [
      value("monthly", "2024-01-01", `S${size}`, size),
      value("monthly", "2024-02-01", `S${size}`, size),
    ]);
    await tables.insert(
      "metrics.kpi_values",
      ...stores,
      // S1 is small in months, and large in weeks and days, which do not count.
      value("weekly", "2024-02-05", "S1", 99),
      value("daily", "2024-02-10", "S9", 9),
      value("daily", "2024-02-09", "S9", 9),
      value("monthly", "2024-01-01"),
      value("monthly", "2023-12-01"),
      value("weekly", "2024-02-05"),
      value("weekly", "2024-01-29"),
      value("daily", "2024-02-05"),
      value("daily", "2024-02-04"),
    );
    const rows = await ask("kpi_values", {
      monthly_from: date("2024-01-01"),
      weekly_from: date("2024-02-05"),
      daily_from: date("2024-02-05"),
      segments_from: date("2024-02-10"),
    });
    expect(rows).toEqual([
      "orders daily 2024-02-05 all all 1 complete",
      "orders daily 2024-02-10 store S9 9 complete",
      "orders monthly 2024-01-01 all all 1 complete",
      ...[2, 3, 4, 5, 6, 7, 8, 9].flatMap((size) =>
        ["2024-01-01", "2024-02-01"].map(
          (start) => `orders monthly ${start} store S${size} ${size} complete`,
        ),
      ),
      "orders weekly 2024-02-05 all all 1 complete",
    ]);
  });
});

describe("predictions", () => {
  it("of a day and its tasks are replaced, and no others", async () => {
    const said = (as_of: string, task: string, customer_id: string) => ({ as_of, task, customer_id });
    await tables.insert(
      "predictions.spend",
      said("2024-01-01", "spend_30d", "A"),
      said("2024-01-02", "spend_30d", "A"),
      said("2024-01-02", "next_day_spend", "A"),
      said("2024-01-03", "spend_30d", "A"),
    );
    const day = { predicted_from: date("2024-01-02"), made_on: date("2024-01-02") };
    await tables.carryOut("functions/6-publish/outdated_predictions.sql", {
      ...day,
      tasks: texts(["spend_30d"]),
    });
    await tables.carryOut("functions/6-publish/spend_predictions.sql", {
      ...day,
      lines: texts(["spend_30d 30 12.50 1 20 0 30 0.25 11.75 v7|B | x", "spend_30d 30 1      0.5 v7|C"]),
    });
    expect(
      await tables.lines(
        "select as_of, task, customer_id, horizon_days, value, low80, high80, low95, high95, chance, run_rate, model_version, made_on from predictions.spend order by as_of, task, customer_id",
      ),
    ).toEqual([
      "2024-01-01 spend_30d A 0 0      0  2024-01-01",
      "2024-01-02 next_day_spend A 0 0      0  2024-01-01",
      "2024-01-02 spend_30d B | x 30 12.5 1 20 0 30 0.25 11.75 v7 2024-01-02",
      "2024-01-02 spend_30d C 30 1      0.5 v7 2024-01-02",
      "2024-01-03 spend_30d A 0 0      0  2024-01-01",
    ]);
  });

  it("of the company replace the forecast that starts on the same day", async () => {
    await tables.carryOut("functions/6-publish/sales_predictions.sql", {
      predicted_from: date("2024-01-04"),
      made_on: date("2024-01-03"),
      forecast: texts(["2024-01-05 open 10 8 12 7 13 v7|trees | x", "2024-01-06 closed 0 0 0 0 0 |none"]),
    });
    expect(
      await tables.lines(
        "select business_date, closed, value, low80, high80, low95, high95, method, model_version, made_on from predictions.sales_forecast where as_of = '2024-01-04' order by business_date",
      ),
    ).toEqual([
      "2024-01-05 false 10 8 12 7 13 trees | x v7 2024-01-03",
      "2024-01-06 true 0 0 0 0 0 none  2024-01-03",
    ]);
    expect(
      await tables.lines("select count(*) from predictions.sales_forecast where as_of <> '2024-01-04'"),
    ).toEqual(["6"]);
  });
});

describe("open invoices", () => {
  it("are told with what is left to pay, at the newest rate of their currency", async () => {
    const invoice = (invoice_id: string, more = {}) => ({
      ...{ invoice_id, account_id: "K1", issued_on: "2024-01-10", due_on: "2024-02-09", currency: "GBP" },
      ...{ total: 100, paid: 30, credited: 20, ...more },
    });
    await tables.insert("credit.calendar", { last_day: "2024-03-01" });
    await tables.insert("clean.accounts", { account_id: "K1", company_name: "Kay", branch: "North" });
    await tables.insert(
      "credit.invoices",
      invoice("2", { currency: "EUR", branch: "South", disputed_on: "2024-02-20" }),
      invoice("1"),
      invoice("3", { currency: "USD", paid: 200 }),
      invoice("4", { settled_on: "2024-02-01" }),
      invoice("5", { issued_on: "2024-01-09" }),
      invoice("6", { account_id: "J", currency: "GBP" }),
    );
    const rate = (currency: string, rate_date: string, rate_to_base: number, more = {}) => ({
      ...{ currency, rate_date, rate_to_base, ...more },
    });
    await tables.insert(
      "raw.fx_rates",
      rate("EUR", "2024-01-01", 0.5),
      rate("EUR", "2024-01-02", 0.75),
      rate("EUR", "2024-01-03", 0.9, { _quarantined: true }),
      rate("GBP", "2024-01-03", 7),
    );
    const asked = { from_day: date("2024-01-10"), base_currency: text("GBP") };
    expect(await ask("credit/open_invoices", asked)).toEqual([
      "6 J   2024-01-10 2024-02-09 GBP  50 1 2024-03-01",
      "1 K1 Kay North 2024-01-10 2024-02-09 GBP  50 1 2024-03-01",
      "2 K1 Kay South 2024-01-10 2024-02-09 EUR 2024-02-20 50 0.75 2024-03-01",
      "3 K1 Kay North 2024-01-10 2024-02-09 USD  0 1 2024-03-01",
    ]);
    expect(await ask("credit/last_day")).toEqual(["2024-03-01"]);
  });
});
