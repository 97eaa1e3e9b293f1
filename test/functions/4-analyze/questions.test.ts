import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bool, date, dates, dayParams, text, texts } from "../../../shared/sql.ts";
import { type GivenTables, givenTables } from "../given-tables.ts";

// What detection and its causes read and write, question by question: rows in, rows out.
let tables: GivenTables;
beforeAll(async () => {
  tables = await givenTables();
});
afterAll(() => tables.close());

const ask = (name: string, params = {}) => tables.ask(`functions/4-analyze/${name}.sql`, params);
const carryOut = (name: string, params = {}) => tables.carryOut(`functions/4-analyze/${name}.sql`, params);

describe("values", () => {
  beforeAll(async () => {
    const value = (kpi: string, period: string, segment: string, volume: number, more = {}) => ({
      ...{ kpi, period, segment, volume, value: volume, cadence: "daily", state: "complete" },
      ...{ dimension: segment === "all" ? "all" : "store", numerator: 3, denominator: 4, ...more },
    });
    await tables.insert(
      "metrics.kpi_values",
      value("orders", "2024-01-01", "all", 1),
      value("orders", "2024-01-02", "all", 1),
      value("orders", "2024-01-03", "all", 1, { state: "unfinished" }),
      value("orders", "2024-01-04", "all", 1),
      value("orders", "2024-01-02", "all", 1, { cadence: "weekly" }),
      value("sales", "2024-01-02", "all", 1),
      // S1 has enough volume on one day, S2 on none, and S3 on a day outside.
      value("orders", "2024-01-01", "S1", 10),
      value("orders", "2024-01-02", "S1", 1),
      value("orders", "2024-01-02", "S2", 9),
      value("orders", "2024-01-04", "S3", 99),
      value("orders", "2024-01-02", "S3", 9),
    );
    await tables.insert(
      "metrics.kpi_periods",
      { cadence: "daily", period: "2024-01-03", last_day: "2024-01-03", state: "complete" },
      { cadence: "daily", period: "2024-01-04", last_day: "2024-01-04", state: "gap" },
      { cadence: "weekly", period: "2024-01-08", last_day: "2024-01-14", state: "unfinished" },
      { cadence: "weekly", period: "2024-01-01", last_day: "2024-01-07", state: "complete" },
    );
  });
  const asked = {
    cadence: text("daily"),
    kpis: texts(["orders"]),
    least_volumes: texts(["orders 10", "others 0"]),
    first_period: date("2024-01-01"),
    last_period: date("2024-01-03"),
  };

  it("are of the company and of segments that ever have enough volume, and finished", async () => {
    expect(await ask("kpi_values", { ...asked, unfinished: bool(false) })).toEqual([
      "orders 2024-01-01 all all 1 1 complete",
      "orders 2024-01-02 all all 1 1 complete",
      "orders 2024-01-01 store S1 10 10 complete",
      "orders 2024-01-02 store S1 1 1 complete",
    ]);
    expect(await ask("kpi_values", { ...asked, unfinished: bool(true) })).toContain(
      "orders 2024-01-03 all all 1 1 unfinished",
    );
  });

  it("of a KPI and its windows come with both sides", async () => {
    expect(
      await ask("causes/segment_values", {
        kpi: text("orders"),
        cadence: text("daily"),
        periods: dates(["2024-01-01", "2024-01-04"]),
        first_day: date("2024-01-01"),
        last_day: date("2024-01-04"),
      }),
    ).toEqual([
      "2024-01-01 all all 1 3 4",
      "2024-01-01 store S1 10 3 4",
      "2024-01-04 all all 1 3 4",
      "2024-01-04 store S3 99 3 4",
    ]);
  });

  it("are compared with the periods before, the newest first", async () => {
    const until = (period: string) => ({
      ...{ calendar: text("sales"), first_day: date("2024-01-01"), period: date(period) },
    });
    expect(await ask("causes/windows", { cadence: text("weekly"), ...until("2024-01-08") })).toEqual([
      "2024-01-08 2024-01-14 unfinished",
      "2024-01-01 2024-01-07 complete",
    ]);
    expect(await ask("causes/windows", { cadence: text("weekly"), ...until("2024-01-07") })).toHaveLength(1);
    expect(await ask("newest_day")).toEqual(["2024-01-04"]);
    await tables.insert("metrics.kpi_periods", {
      ...{ calendar: "credit", cadence: "daily", period: "2024-02-01", last_day: "2024-02-01" },
    });
    expect(await ask("newest_day")).toEqual(["2024-01-04"]);
    expect(await ask("last_period")).toEqual(["2024-02-01"]);
  });

  it("have a day where the company has a line", async () => {
    await tables.insert(
      "metrics.daily_sales",
      { business_date: "2024-01-03", dimension: "company" },
      { business_date: "2024-01-01", dimension: "company" },
      { business_date: "2024-01-02", dimension: "country" },
    );
    expect(await ask("known_days")).toEqual(["2024-01-01", "2024-01-03", "2024-02-01"]);
  });
});

describe("findings", () => {
  const found = (id: string, period: string, more = {}) => ({
    ...{ id, period, kpi: "orders", cadence: "daily", dimension: "all", segment: "all", kind: "point" },
    ...{ state: "open", since: period, ...more },
  });
  const within = {
    cadence: text("daily"),
    first_period: date("2024-01-02"),
    last_period: date("2024-01-04"),
  };
  const states = () => tables.lines("select id, state from insights.findings order by id");
  beforeAll(() =>
    tables.insert(
      "insights.findings",
      found("a", "2024-01-01"),
      found("b", "2024-01-02"),
      found("c", "2024-01-04"),
      found("d", "2024-01-05"),
      found("e", "2024-01-03", { cadence: "weekly" }),
      found("f", "2024-01-03", { kpi: "sales" }),
      found("g", "2024-01-03", { state: "withdrawn" }),
      found("h", "2024-01-03"),
    ),
  );

  it("that are open are counted and read by period and KPI", async () => {
    expect(await ask("open_findings", { ...within, kpis: texts(["orders"]) })).toEqual(["3"]);
    const rows = await ask("findings_between", {
      first_period: date("2024-01-02"),
      last_period: date("2024-01-04"),
    });
    expect(rows.map((row) => row.slice(0, 1)).join("")).toBe("bhfec");
  });

  it("are replaced where they are found again, withdrawn where they are not, and left alone elsewhere", async () => {
    await carryOut("findings", {
      ...within,
      kpis: texts(["orders"]),
      ids: texts(["b", "i"]),
      lines: texts([
        "b orders 2024-01-02 all point up 5 3 1 4 6.5 99 high zscore,iqr 3 12.5 2024-01-02 3|[|]Café | a",
        "i orders 2024-01-03 store trend down 1 2   -3 80 low mk 1  2024-01-01 2|[]S1",
      ]),
    });
    expect(await states()).toEqual([
      ...["a open", "b open", "c withdrawn", "d open", "e open", "f open", "g withdrawn", "h withdrawn"],
      "i open",
    ]);
    expect(
      await tables.lines(
        "select kpi, cadence, period, dimension, kind, direction, actual, expected, low, high, score, confidence, severity, detectors, asked, money, since, also, segment from insights.findings where id in ('b', 'i') order by id",
      ),
    ).toEqual([
      "orders daily 2024-01-02 all point up 5 3 1 4 6.5 99 high zscore,iqr 3 12.5 2024-01-02 [|] Café | a",
      "orders daily 2024-01-03 store trend down 1 2   -3 80 low mk 1  2024-01-01 [] S1",
    ]);
  });

  it("of a KPI or cadence that is judged no more are withdrawn", async () => {
    await carryOut("judged_no_more", { judged: texts(["orders daily", "sales weekly"]) });
    expect(await states()).toEqual([
      ...[
        "a open",
        "b open",
        "c withdrawn",
        "d open",
        "e withdrawn",
        "f withdrawn",
        "g withdrawn",
        "h withdrawn",
      ],
      "i open",
    ]);
  });
});

describe("explanations", () => {
  const within = {
    cadence: text("daily"),
    first_period: date("2024-01-02"),
    last_period: date("2024-01-03"),
  };

  it("replace those of their periods, and empty words are null", async () => {
    const old = (period: string, cadence = "daily") => ({ finding_id: "old", kpi: "k", period, cadence });
    for (const table of ["insights.drivers", "insights.explanations"])
      await tables.insert(
        table,
        old("2024-01-01"),
        old("2024-01-02"),
        old("2024-01-03"),
        old("2024-01-04"),
        old("2024-01-02", "weekly"),
      );
    expect(await ask("causes/explained_between", within)).toEqual(["2"]);
    await carryOut("causes/drivers", {
      ...within,
      separator: text("~"),
      drivers: texts([
        "f~k~2024-01-02~segments~1~segment~d1~s1~d2~s2~d3~s3~1.5~2.5~-1~0.25~3.5",
        "f~k~2024-01-02~segments~2~rest~~~~~~~~~~~",
      ]),
      explanations: texts([
        "f~k~2024-01-02~1.5~2.5~-1~data_fault~[1]~[2]~2024-01-01~he~pe~ne~hd~pd~nd",
        "g~k~2024-01-03~~~~spread~[]~[]~~he~pe~ne~hd~pd~nd",
      ]),
    });
    expect(
      await tables.lines(
        "select * from insights.drivers where kpi = 'k' order by finding_id, place, period, cadence",
      ),
    ).toEqual([
      "f k daily 2024-01-02 segments 1 segment d1 s1 d2 s2 d3 s3 1.5 2.5 -1 0.25 3.5",
      "f k daily 2024-01-02 segments 2 rest           ",
      ...["2024-01-01", "2024-01-02", "2024-01-04"].map(
        (day) => `old k ${day.endsWith("02") ? "weekly" : "daily"} ${day}  0            `,
      ),
    ]);
    expect(
      await tables.lines("select * from insights.explanations where finding_id <> 'old' order by finding_id"),
    ).toEqual([
      "f k daily 2024-01-02 1.5 2.5 -1 data_fault [1] [2] 2024-01-01 he pe ne hd pd nd",
      "g k daily 2024-01-03    spread [] []  he pe ne hd pd nd",
    ]);
    expect(
      await tables.lines(
        "select period, cadence from insights.explanations where finding_id = 'old' order by 1",
      ),
    ).toEqual(["2024-01-01 daily", "2024-01-02 weekly", "2024-01-04 daily"]);
  });

  it("tell whose data is not complete", async () => {
    const day = (period: string) => ({ first_period: date(period), last_period: date(period) });
    expect(await ask("alerts/data_faults", day("2024-01-02"))).toEqual(["f [1]"]);
    expect(await ask("alerts/data_faults", day("2024-01-03"))).toEqual([]);
  });
});

describe("causes are looked for in lines", () => {
  const line = (business_date: string, invoice_no: string, quantity: number, more = {}) => ({
    ...{ business_date, invoice_no, quantity, stock_code: "P1", customer_id: "C1", currency: "GBP" },
    ...{ invoice_date: `${business_date}T10:05:00`, unit_price: 10, _object: "a.csv", fx_filled: false },
    ...{
      gross: Math.max(0, quantity * 10),
      returns: Math.max(0, -quantity * 10),
      net: quantity * 10,
      ...more,
    },
  });
  const days = dayParams(["2024-03-04", "2024-03-06", "2024-03-10"]);
  beforeAll(async () => {
    await tables.insert(
      "clean.lines",
      line("2024-03-03", "Z0", 5),
      line("2024-03-04", "A1", 2),
      line("2024-03-04", "A1", 1, { stock_code: "P2" }),
      line("2024-03-04", "A2", 4, { customer_id: null }),
      line("2024-03-04", "A3", -1),
      line("2024-03-04", "A4", -1, { customer_id: "C2", invoice_date: "2024-03-04T23:59:00" }),
      line("2024-03-05", "B1", 9),
      // The same sale in two files under two numbers; and one that differs by a price.
      line("2024-03-06", "D1", 2, { fx_filled: true, currency: "EUR" }),
      line("2024-03-06", "D2", 2, { _object: "b.csv" }),
      line("2024-03-06", "D3", 2, { _object: "b.csv", unit_price: 11 }),
      line("2024-03-06", "D4", 2, { _object: "b.csv", customer_id: null }),
      line("2024-03-10", "E1", 1),
      line("2024-03-11", "F1", 1),
    );
    const held = (day: string, rule: string, more = {}) => ({
      day,
      rule,
      feed: "transactions",
      stage: "clean",
      ...more,
    });
    await tables.insert(
      "clean.quarantine",
      held("2024-03-04", "type"),
      held("2024-03-04", "type"),
      held("2024-03-04", "duplicate"),
      held("2024-03-04", "type", { feed: "products" }),
      held("2024-03-05", "type"),
      held("2024-03-10", "price_unknown"),
    );
  });

  it("by how the data of a day looks", async () => {
    expect(await ask("causes/data_state", days)).toEqual([
      "2024-03-04 files  1",
      "2024-03-04 last_minute  1439",
      "2024-03-04 lines  5",
      "2024-03-04 quarantined type 2",
      "2024-03-06 files  2",
      "2024-03-06 last_minute  605",
      "2024-03-06 lines  4",
      "2024-03-06 old_rate EUR 1",
      "2024-03-06 repeated  2",
      "2024-03-10 files  1",
      "2024-03-10 last_minute  605",
      "2024-03-10 lines  1",
      "2024-03-10 quarantined price_unknown 1",
    ]);
  });

  it("by what sales consist of", async () => {
    expect(await ask("causes/funnel", { ...days, cadence: text("daily") })).toEqual([
      // Customers with an order, their orders and items; sales of known and of guests; returns.
      "2024-03-04 1 1 3 30 40 20",
      "2024-03-06 1 3 6 60 20 0",
      "2024-03-10 1 1 1 10 0 0",
    ]);
    expect(await ask("causes/funnel", { ...days, cadence: text("weekly") })).toEqual([
      "2024-03-04 1 5 10 100 60 20",
    ]);
    expect(await ask("causes/funnel", { ...days, cadence: text("monthly") })).toEqual([
      "2024-03-01 1 5 10 100 60 20",
    ]);
  });
});

describe("a large order that is cancelled", () => {
  // April sells 1,000: an order of 50 is large, one of 49 is not.
  const line = (day: string, invoice_no: string, quantity: number, gross: number, more = {}) => ({
    ...{
      business_date: day,
      invoice_no,
      quantity,
      gross,
      stock_code: invoice_no.slice(0, 2),
      customer_id: "C1",
    },
    ...{ invoice_date: `${day}T10:00:00`, ...more },
  });
  const days = dayParams(["2024-04-01", "2024-04-02", "2024-04-09", "2024-05-01"]);
  beforeAll(() =>
    tables.insert(
      "clean.lines",
      line("2024-04-01", "P1", 5, 50),
      line("2024-04-09", "P1-back", -5, 0),
      line("2024-04-01", "P2", 5, 49),
      line("2024-04-02", "P2-back", -5, 0),
      line("2024-04-01", "P3", 5, 60, { customer_id: null }),
      line("2024-04-01", "P3-back", -5, 0, { customer_id: null }),
      // Before it, of somebody else, of another quantity, and in the next month: no cancellation.
      line("2024-04-02", "P4", 5, 70),
      line("2024-04-01", "P4-before", -5, 0),
      line("2024-04-02", "P4-else", -5, 0, { customer_id: "C2" }),
      line("2024-04-02", "P4-less", -4, 0),
      line("2024-05-01", "P4-later", -5, 0),
      line("2024-04-01", "P5", 5, 171),
      line("2024-04-02", "P5-back", -5, 0),
      line("2024-04-01", "P6", 5, 200),
      line("2024-04-02", "P6-back", -5, 0),
      line("2024-04-01", "P7", 400, 400),
    ),
  );

  it("is told with its cancellation, the three largest of a period", async () => {
    expect(await ask("causes/offsets", { ...days, cadence: text("monthly") })).toEqual([
      "2024-04-01 P6 P6-back C1 P6 5 200",
      "2024-04-01 P5 P5-back C1 P5 5 171",
      "2024-04-01 P3 P3-back  P3 5 60",
    ]);
    // Within a week the order of 50 is not cancelled, and on the same day only one is.
    expect(await ask("causes/offsets", { ...days, cadence: text("weekly") })).toHaveLength(3);
    expect(await ask("causes/offsets", { ...days, cadence: text("daily") })).toEqual([
      "2024-04-01 P3 P3-back  P3 5 60",
    ]);
  });

  it("counts from five percent of the period's sales", async () => {
    await tables.run({
      script: "delete from clean.lines where stock_code in ('P3', 'P5') and quantity < 0",
      params: {},
    });
    expect(await ask("causes/offsets", { ...days, cadence: text("monthly") })).toEqual([
      "2024-04-01 P6 P6-back C1 P6 5 200",
      "2024-04-01 P1 P1-back C1 P1 5 50",
    ]);
  });
});
