import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { date, dates, text, wholeNumber } from "../../../shared/sql.ts";
import { givenLedger } from "../../functions/credit-ledger.ts";
import type { GivenTables } from "../../functions/given-tables.ts";

// Features and labels of the tasks, from rows that can be added up by hand.
let tables: GivenTables;
beforeAll(async () => {
  tables = await givenLedger();
});
afterAll(() => tables.close());

const ask = (file: string, params = {}) =>
  tables.ask(`shared/tasks/${file}.sql`, { below: text("g"), ...params });
const asOf = (...days: string[]) => ({ as_of: dates(days) });
/** The figures after some keys, to the sixth decimal. */
const figures = (row: string | undefined, keys: number): (number | null)[] =>
  (row ?? "")
    .split(" ")
    .slice(keys)
    .map((cell) => (cell === "" ? null : Number(Number(cell).toFixed(6))));

describe("late payment", () => {
  it("reads of an invoice what was known on the day before its issue", async () => {
    const [row] = await ask("late_payment/rows", asOf("2024-05-20"));
    expect(row?.split(" ").slice(0, 3)).toEqual(["2024-05-20", "A", "6"]);
    // Of five outcomes two are late: the company's rate is 0.4, and of the last 60 days (1 + 4 × 0.4) / (1 + 4).
    const [rate, recent] = [0.4, 0.52];
    const own = (1 + 4 * recent) / (4 + 4);
    expect(figures(row, 3)).toEqual([
      own,
      Number(((1 + 4 * own) / (3 + 4)).toFixed(6)),
      1,
      Number((100 / 290).toFixed(6)),
      ...[4, 15, 1.75, 7, 0],
      ...[1, 40, 0, 0, 0, 0.2, 1, 3, 6, 140],
      // No total, so no mean and no margin.
      ...[null, null, 0, null, null, 30, 4, 19],
      Number(Math.sin((2 * Math.PI * 171) / 365.25).toFixed(6)),
      Number(Math.cos((2 * Math.PI * 171) / 365.25).toFixed(6)),
      ...[rate, recent],
    ]);
  });

  it("has a rate of one in five before any outcome, and divides totals by the mean so far", async () => {
    const [first] = await ask("late_payment/rows", asOf("2024-01-10"));
    expect(figures(first, 3).slice(0, 2)).toEqual([0.2, 0.2]);
    // Margin 18 of 50, two lines of three items, ten days to pay.
    expect(figures(first, 3).slice(19, 26)).toEqual([50, null, 2, 3, 0.36, 10, 7]);
    const [fifth] = await ask("late_payment/rows", asOf("2024-05-19"));
    expect(figures(fifth, 3).slice(19, 21)).toEqual([40, Number(((40 * 4) / 290).toFixed(6))]);
    expect(await ask("late_payment/rows", { ...asOf("2024-05-19"), below: text("0") })).toEqual([]);
  });

  it("labels invoices whose due date has passed", async () => {
    const issued = asOf("2024-01-10", "2024-01-20", "2024-05-19");
    const until = (day: string) => ask("late_payment/late", { ...issued, known_until: date(day) });
    expect(await until("2024-02-19")).toEqual(["2024-01-10 A 1 0 2024-01-21"]);
    expect(await until("2024-02-20")).toEqual(["2024-01-10 A 1 0 2024-01-21", "2024-01-20 A 2 1 2024-02-20"]);
    expect(
      await ask("late_payment/late", { ...issued, known_until: date("2025-01-01"), below: text("0") }),
    ).toEqual([]);
    expect([await ask("late_payment/size"), await ask("credit/open_size")]).toEqual([["8"], ["40"]]);
    expect(await ask("credit/known_days")).toEqual(["2024-01-05 2024-06-18"]);
  });

  it("reads of an open invoice how its account stood on the day before", async () => {
    const rows = await ask("credit/open_rows", asOf("2024-05-26"));
    expect(rows.map((row) => row.split(" ").slice(0, 3).join(" "))).toEqual([
      "2024-05-26 A 5",
      "2024-05-26 A 6",
      "2024-05-26 B 9",
    ]);
    const own = (1 + 4 * 0.4) / (4 + 4);
    expect(figures(rows[0], 3)).toEqual([
      own,
      Number(((1 + 4 * own) / (3 + 4)).toFixed(6)),
      1,
      Number((100 / 290).toFixed(6)),
      ...[4, 15, 1.75, 7, Number((1 / 6).toFixed(6))],
      ...[2, 40, 0, 0, 0, 0.2, 6, 4, 6, 146],
      ...[40, Number(((40 * 6) / 330).toFixed(6)), 0, null, null, 30, 3, 18],
      Number(Math.sin((2 * Math.PI * 170) / 365.25).toFixed(6)),
      Number(Math.cos((2 * Math.PI * 170) / 365.25).toFixed(6)),
      ...[0.4, 0.4],
      // A week old, 23 days to go, and contested since yesterday.
      ...[7, 23, 1],
    ]);
    const [contested] = await ask("credit/open_rows", asOf("2024-05-25"));
    expect(figures(contested, 3).at(-1)).toBe(0);
  });

  it("asks about invoices from the day after their issue until they are settled, or 120 days late", async () => {
    const asked = async (day: string) =>
      (await ask("credit/open_rows", asOf(day))).map((row) => row.split(" ")[2]).join(" ");
    expect(await asked("2024-01-20")).toBe("1 9");
    expect(await asked("2024-01-21")).toBe("2 9");
    expect(await asked("2024-02-26")).toBe("2 9");
    expect(await asked("2024-02-27")).toBe("4 9");
    expect(await asked("2024-07-18")).toBe("5 6 7 9");
    expect(await asked("2024-07-19")).toBe("5 6 7");
  });

  it("labels what was open and not due by how it ended, and each week by whether it was paid within it", async () => {
    const late = (day: string, until = "2025-01-01") =>
      ask("late_payment_open/late", { ...asOf(day), known_until: date(until) });
    expect(await late("2024-01-20")).toEqual(["2024-01-20 A 1 0 2024-01-21", "2024-01-20 B 9 1 2024-03-21"]);
    expect(await late("2024-01-21")).toEqual(["2024-01-21 A 2 1 2024-02-20", "2024-01-21 B 9 1 2024-03-21"]);
    expect(await late("2024-02-19", "2024-03-20")).toEqual(["2024-02-19 A 2 1 2024-02-20"]);
    expect(await late("2024-02-20", "2024-03-21")).toEqual(["2024-02-20 B 9 1 2024-03-21"]);
    const paid = (day: string, until = "2025-01-01") =>
      ask("payment_week/paid", { ...asOf(day), known_until: date(until) });
    expect(await paid("2024-02-19")).toEqual(["2024-02-19 A 2 0 2024-02-26", "2024-02-19 B 9 0 2024-02-26"]);
    expect(await paid("2024-02-20")).toEqual(["2024-02-20 A 2 1 2024-02-27", "2024-02-20 B 9 0 2024-02-27"]);
    expect((await paid("2024-02-20", "2024-02-26")).length).toBe(2);
    expect(await paid("2024-02-20", "2024-02-25")).toEqual([]);
    expect((await paid("2024-07-18")).map((row) => row.split(" ")[2])).toEqual(["5", "6", "7", "9"]);
    expect((await paid("2024-07-19")).map((row) => row.split(" ")[2])).toEqual(["5", "6", "7"]);
  });
});

describe("the sales forecast", () => {
  beforeAll(() => {
    const sold = (business_date: string, net: number, orders: number, dimension = "company") => ({
      ...{ business_date, net, orders, dimension, gross: net + 1 },
    });
    return tables.insert(
      "metrics.daily_sales",
      sold("2024-03-04", 70, 7),
      sold("2024-03-05", 30, 3),
      sold("2024-03-10", 14, 0),
      sold("2024-03-11", 560, 1),
      sold("2024-04-07", 29, 1),
      sold("2024-04-08", 280, 2),
      sold("2024-04-28", 8, 1),
      sold("2024-04-29", 70, 1),
      sold("2024-05-05", 5, 1),
      sold("2024-05-04", 1000, 9, "country"),
    );
  });
  const rows = (day: string, ahead: number) =>
    ask("sales_forecast/rows", { ...asOf(day), horizon_days: wholeNumber(ahead) });
  const season = (dayOfYear: number) =>
    [Math.sin, Math.cos].map((of) => Number(of((2 * Math.PI * dayOfYear) / 365.25).toFixed(6)));

  it("reads the week that is known, and a day without sales as zero", async () => {
    const [monday, tuesday, wednesday] = await rows("2024-03-11", 3);
    const mean = Number((114 / 7).toFixed(6));
    expect(monday?.split(" ").slice(0, 4)).toEqual(["2024-03-11", "company", "1", "2024-03-11"]);
    expect(figures(monday, 4)).toEqual([
      Number((70 + 114 / 7 / 100 + 0.01).toFixed(6)),
      ...[1, 2, 11, 20, ...season(71), 70, 70, 70, 1, 14, 6, mean, mean, mean, null, 70, 10, 11.4, null],
    ]);
    expect(figures(tuesday, 4).slice(1, 11)).toEqual([2, 3, 12, 19, ...season(72), 30, 30, 30, 1]);
    expect(figures(wednesday, 4).slice(7, 11)).toEqual([0, 0, 0, 0]);
  });

  it("looks 7, 28 and 56 days back, and 364 days at the same weekday", async () => {
    const [monday] = await rows("2024-05-06", 1);
    expect(figures(monday, 4)).toEqual([
      113.93,
      ...[1, 2, 6, 25, ...season(127), 70, 87.5, 113.75, 0.375, 5, 1],
      ...[10.714286, 12.964286, 17, -8.071429, 280, 5, 72.6, null],
    ]);
    const [later, next] = await rows("2025-03-03", 2);
    expect([figures(later, 4).at(-1), figures(next, 4).at(-1)]).toEqual([70, 30]);
  });

  it("has the sales of each day ahead as its label, and every day before as its series", async () => {
    const label = (until: string) =>
      ask("sales_forecast/net_on_day", {
        ...asOf("2024-03-04", "2024-03-05"),
        horizon_days: wholeNumber(7),
        known_until: date(until),
      });
    expect(await label("2024-03-11")).toEqual([
      "2024-03-04 company 1 70",
      "2024-03-04 company 2 30",
      "2024-03-04 company 7 14",
      "2024-03-05 company 1 30",
      "2024-03-05 company 6 14",
      "2024-03-05 company 7 560",
    ]);
    expect(await label("2024-03-10")).toHaveLength(5);
    expect(await ask("sales_forecast/series", { before: date("2024-03-10") })).toEqual([
      "2024-03-04 70 71 7",
      "2024-03-05 30 31 3",
    ]);
    expect(await ask("known_days")).toEqual(["2024-03-04 2024-05-05"]);
  });
});

describe("spend", () => {
  beforeAll(async () => {
    const day = (business_date: string, net: number, orders = 1, customer_id = "C1") => ({
      ...{ business_date, customer_id, net, orders, returns: 2, items: 3, unique_products: 4 },
    });
    await tables.insert(
      "metrics.daily_customer_metrics",
      day("2024-01-01", 1),
      day("2024-01-10", -5, 0),
      day("2024-01-11", 20),
      day("2024-01-17", 7),
      day("2024-01-12", -9, 1, "C2"),
    );
    await tables.insert("metrics.customers", { customer_id: "C1" }, { customer_id: "C2" });
  });

  it("is the net of the horizon, or of the next day with an order, and never below zero", async () => {
    const window = (until: string) =>
      ask("spend/net_in_window", {
        ...asOf("2024-01-10", "2024-01-11"),
        horizon_days: wholeNumber(7),
        known_until: date(until),
      });
    expect(await window("2024-01-31")).toEqual([
      "2024-01-10 C1 15",
      "2024-01-10 C2 0",
      "2024-01-11 C1 27",
      "2024-01-11 C2 0",
    ]);
    expect((await window("2024-01-16"))[2]).toBe("2024-01-11 C1 20");
    const next = (until: string) =>
      ask("next_day_spend/next_active_day", {
        ...asOf("2024-01-10", "2024-01-12"),
        known_until: date(until),
      });
    expect(await next("2024-01-17")).toEqual([
      "2024-01-10 C1 20",
      "2024-01-10 C2 0",
      "2024-01-12 C1 7",
      "2024-01-12 C2 0",
    ]);
    expect((await next("2024-01-16")).length).toBe(3);
    expect(await ask("known_customers")).toEqual(["2"]);
  });

  it("has a sequence of the days before, aged from 1", async () => {
    expect(await ask("spend/sequence", { ...asOf("2024-01-11"), sequence_days: wholeNumber(10) })).toEqual([
      "2024-01-11 C1 1 -5 2 0 3 4",
      "2024-01-11 C1 10 1 2 1 3 4",
    ]);
    expect(
      await ask("spend/sequence", { ...asOf("2024-01-11"), sequence_days: wholeNumber(9) }),
    ).toHaveLength(1);
  });
});
