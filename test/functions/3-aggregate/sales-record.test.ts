import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { firstDate, lastDate } from "../../../shared/dates.ts";
import { bool, date, dayParams, texts } from "../../../shared/sql.ts";
import { type GivenTables, givenTables } from "../given-tables.ts";

// One day of a shop: A1 is an order of two lines, R1 only brings something back, G1 is a guest's, Z1 has a line of nothing.
let tables: GivenTables;
const day = "2024-03-04";
const folder = "functions/3-aggregate/sales";

/** As the stage does it: the three files are one transaction. */
const rebuild = (recounted: readonly string[] = [], all = false) =>
  tables.run({
    script: ["daily_customer_metrics", "daily_sales", "customers"]
      .map((name) => readFileSync(`${folder}/${name}.sql`, "utf8"))
      .join("\n;\n"),
    params: {
      ...dayParams([day, "2024-03-06"]),
      recounted: texts(recounted),
      recount_all: bool(all),
      history_from: date(recounted.length > 0 || all ? firstDate : lastDate),
    },
  });

beforeAll(async () => {
  tables = await givenTables();
  const line = (invoice_no: string, quantity: number, price: number, more = {}) => ({
    ...{
      business_date: day,
      invoice_no,
      quantity,
      customer_id: "C1",
      is_guest: false,
      country: "GB",
      stock_code: "P1",
    },
    ...{
      gross: Math.max(0, quantity * price),
      returns: Math.max(0, -quantity * price),
      net: quantity * price,
      ...more,
    },
  });
  await tables.insert(
    "clean.lines",
    line("A1", 2, 10, { store_id: "S1", category: "Toys" }),
    line("A1", 1, 5, { store_id: "S1", stock_code: "P2" }),
    line("R1", -1, 10),
    line("G1", 3, 10, { customer_id: null, is_guest: true, country: "DE" }),
    line("Z1", 0, 10, { customer_id: "C2", country: "DE" }),
    line("B1", 9, 10, { business_date: "2024-03-05" }),
  );
  const past = {
    customer_id: "C1",
    business_date: "2024-02-01",
    country: "FR",
    orders: 5,
    items: 7,
    gross: 100,
    returns: 1,
    net: 99,
  };
  await tables.insert("metrics.daily_customer_metrics", past, {
    ...past,
    customer_id: "X",
    business_date: day,
  });
  const { business_date, ...sums } = past;
  await tables.insert(
    "metrics.customers",
    { ...sums, first_day: business_date, last_day: business_date, active_days: 1 },
    { ...sums, customer_id: "X", first_day: day, last_day: day, active_days: 1 },
    { ...sums, customer_id: "Y", first_day: day, last_day: day, active_days: 1 },
  );
  await tables.insert(
    "metrics.daily_sales",
    { business_date: day, dimension: "company", value: "old" },
    { business_date: "2024-03-05", dimension: "company", value: "kept" },
  );
  await rebuild();
});
afterAll(() => tables.close());

it("a day's sales are counted for the company, and for each country, store and category of its lines", async () => {
  expect(
    await tables.lines(
      "select dimension, value, lines, orders, items, customers, guest_lines, gross, returns, net from metrics.daily_sales order by dimension, value",
    ),
  ).toEqual([
    "category Toys 1 1 2 1 0 20 0 20",
    "category UNKNOWN 4 2 4 2 1 35 10 25",
    "company all 5 2 6 2 1 55 10 45",
    "company kept 0 0 0 0 0 0 0 0",
    "country DE 2 1 3 1 1 30 0 30",
    "country GB 3 1 3 1 0 25 10 15",
    "store S1 2 1 3 1 0 25 0 25",
    "store UNKNOWN 3 1 3 2 1 30 10 20",
  ]);
});

it("a customer's day counts orders and returns apart, and divides by nothing where there is nothing", async () => {
  expect(
    await tables.lines(
      "select business_date, customer_id, country, orders, return_orders, items, items_returned, unique_products, gross, returns, net, return_rate, average_order_value from metrics.daily_customer_metrics order by business_date, customer_id",
    ),
  ).toEqual([
    "2024-02-01 C1 FR 5 0 7 0 0 100 1 99  ",
    "2024-03-04 C1 GB 1 1 3 1 2 25 10 15 0.4 15",
    "2024-03-04 C2 DE 0 0 0 0 1 0 0 0  ",
  ]);
});

const lifetimes = () =>
  tables.lines(
    "select customer_id, country, first_day, last_day, active_days, orders, items, gross, returns, net from metrics.customers order by customer_id",
  );

it("a lifetime grows by what the day contributes, and goes with its last day", async () => {
  expect(await lifetimes()).toEqual([
    "C1 GB 2024-02-01 2024-03-04 2 6 10 125 11 114",
    "C2 DE 2024-03-04 2024-03-04 1 0 0 0 0 0",
    // X bought nothing on that day after all. Y was not touched.
    "Y FR 2024-03-04 2024-03-04 1 5 7 100 1 99",
  ]);
  await rebuild();
  expect((await lifetimes())[0]).toBe("C1 GB 2024-02-01 2024-03-04 2 6 10 125 11 114");
});

it("who loses the first or last day, but not all days, is counted anew from history", async () => {
  await tables.run({ script: `delete from clean.lines where business_date = '${day}'`, params: {} });
  expect(await tables.ask(`${folder}/lost_days.sql`, dayParams([day, "2024-03-06"]))).toEqual(["C1"]);
  await rebuild(["C1"]);
  expect(await lifetimes()).toEqual([
    "C1 FR 2024-02-01 2024-02-01 1 5 7 100 1 99",
    "Y FR 2024-03-04 2024-03-04 1 5 7 100 1 99",
  ]);
});

it("a lifetime that does not fit its days is counted anew, too", async () => {
  const known = (customer_id: string, first_day: string, last_day: string, active_days: number) => ({
    customer_id,
    first_day,
    last_day,
    active_days,
  });
  await tables.insert(
    "metrics.daily_customer_metrics",
    ...["D", "E", "F", "G", "H"].map((customer_id) => ({ customer_id, business_date: day })),
  );
  await tables.insert(
    "metrics.customers",
    known("E", day, day, 0),
    known("F", "2024-03-01", "2024-03-09", 3),
    known("G", day, "2024-03-09", 3),
    known("H", day, "2024-03-09", 3),
  );
  await tables.insert("clean.lines", { business_date: day, customer_id: "H" });
  // D is not known, E has fewer days than it gave, G loses its first day; F keeps both ends, and H its first.
  expect(await tables.ask(`${folder}/lost_days.sql`, dayParams([day]))).toEqual(["D", "E", "G"]);
});
