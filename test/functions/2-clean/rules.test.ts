import { describe, expect, it } from "vitest";
import { temporaryHome } from "../../e2e/temporary-home.ts";

const header = "invoice_no,stock_code,description,quantity,invoice_date,unit_price,currency,customer_id\n";

/** Drops one transactions file per date and answers with the clean lines. */
const cleaned = async (files: Record<string, string>, others: Record<string, string> = {}) => {
  const home = await temporaryHome();
  for (const [name, text] of Object.entries(others)) await home.dropText(name, text);
  for (const [date, rows] of Object.entries(files))
    await home.dropText(`transactions/${date}.csv`, header + rows);
  await home.settle();
  return {
    home,
    lines: (columns: string, order = "business_date, invoice_no, stock_code") =>
      home.rows(`select ${columns} from clean.lines order by ${order}`),
    held: () => home.rows("select rule, _row, waits_for, day from clean.quarantine order by day, _row, rule"),
  };
};

describe("duplicates", () => {
  it("keep the first by object name, then by row, and hold the others with a reason", async () => {
    const { lines, held } = await cleaned({
      "2024-01-02": "A1,P1,second file,1,2024-01-02T10:00:00,4,GBP,C1\n",
      "2024-01-01":
        "A1,P1,first,1,2024-01-02T10:00:00,4,GBP,C1\nA1,P1,again,1,2024-01-02T10:00:00,4,GBP,C1\nA1,P1,other quantity,2,2024-01-02T10:00:00,4,GBP,C1\n",
    });
    expect(await lines("description, unit_price, _object, _row", "quantity")).toEqual([
      { description: "first", unit_price: "4", _object: "transactions/2024-01-01.csv", _row: 2 },
      { description: "other quantity", unit_price: "4", _object: "transactions/2024-01-01.csv", _row: 4 },
    ]);
    expect(await held()).toEqual([
      { rule: "duplicate", _row: 2, waits_for: null, day: "2024-01-02" },
      { rule: "duplicate", _row: 3, waits_for: null, day: "2024-01-02" },
    ]);
  });
});

it("keep a product that stands twice on an invoice at two prices: one may be sold at a discount", async () => {
  const { lines, held } = await cleaned({
    "2024-01-01":
      "A1,P1,full,1,2024-01-02T10:00:00,4,GBP,C1\nA1,P1,reduced,1,2024-01-02T10:00:00,3,GBP,C1\nA1,P1,again,1,2024-01-02T10:00:00,3.0,GBP,C1\n",
  });
  expect(await lines("description, unit_price", "unit_price")).toEqual([
    { description: "reduced", unit_price: "3" },
    { description: "full", unit_price: "4" },
  ]);
  expect(await held()).toEqual([{ rule: "duplicate", _row: 4, waits_for: null, day: "2024-01-02" }]);
});

describe("a rate that comes or goes", () => {
  // Each row has a day of its own, so that none is redone because of another.
  const files = {
    "2024-01-03": "A1,P1,,1,2024-01-03T10:00:00,4,EUR,C1\n",
    "2024-01-05": "B1,P1,,1,2024-01-05T10:00:00,,GBP,C1\n",
    "2024-01-07": "C1,P2,,1,2024-01-07T10:00:00,,EUR,C1\n",
  };
  const rates = "fx_rates/2024-01-01.csv";
  const known = {
    lines: ["A1 given", "B1 median_all"],
    held: [{ rule: "price_unknown", waits_for: "P2", day: "2024-01-07" }],
  };
  const missing = {
    lines: [],
    held: [
      { rule: "fx_missing", waits_for: "EUR", day: "2024-01-03" },
      { rule: "price_unknown", waits_for: "P1", day: "2024-01-05" },
      { rule: "fx_missing", waits_for: "EUR", day: "2024-01-07" },
    ],
  };
  const shown = async ({ held, lines }: Awaited<ReturnType<typeof cleaned>>) => ({
    lines: (await lines("invoice_no, price_source")).map(
      (row) => `${row["invoice_no"]} ${row["price_source"]}`,
    ),
    held: (await held()).map(({ rule, waits_for, day }) => ({ rule, waits_for, day })),
  });

  it("changes what other days' prices are made of, and what a row without a price waits for", async () => {
    const world = await cleaned(files);
    expect(await shown(world)).toEqual(missing);
    await world.home.dropText(rates, "date,currency,rate\n2024-01-01,EUR,0.5\n");
    await world.home.settle();
    expect(await shown(world)).toEqual(known);
    await world.home.dropText(rates, "date,currency,rate\n2024-01-01,USD,0.5\n");
    await world.home.settle();
    expect(await shown(world)).toEqual(missing);
  });
});

describe("a missing price", () => {
  const week =
    "A1,P1,,1,2024-01-03T10:00:00,4,GBP,C1\nA2,P1,,1,2024-01-03T11:00:00,5,GBP,C1\nA3,P1,,1,2024-01-03T12:00:00,9,GBP,C1\nA4,P1,,1,2024-01-03T13:00:00,2,EUR,C1\n";
  const rates = { "fx_rates/2024-01-01.csv": "date,currency,rate\n2024-01-01,EUR,0.5\n2024-01-20,EUR,0.8\n" };

  it("is the median of the same product and currency over the 7 days before", async () => {
    const { lines } = await cleaned(
      { "2024-01-03": week, "2024-01-10": "B1,P1,,2,2024-01-10T10:00:00,,GBP,C1\n" },
      rates,
    );
    expect(await lines("unit_price, price_source, net", "invoice_no desc")).toContainEqual({
      unit_price: "5",
      price_source: "median_7d",
      net: "10",
    });
  });

  it("is else the median of the product over all days so far, in the base currency", async () => {
    const { lines } = await cleaned(
      { "2024-01-03": week, "2024-01-11": "B1,P1,,2,2024-01-11T10:00:00,,EUR,C1\n" },
      rates,
    );
    // In GBP the known prices are 4, 5, 9 and 1: median 4.5, which is 9 EUR at 0.5.
    const [imputed] = await lines("unit_price, price_source, fx_rate, net", "invoice_no desc");
    expect(imputed).toEqual({ unit_price: "9", price_source: "median_all", fx_rate: "0.5", net: "9" });
  });

  it("never looks ahead, nor at prices of zero", async () => {
    const { lines, held } = await cleaned({
      "2024-01-03": "A1,P1,,1,2024-01-03T10:00:00,,GBP,C1\nA2,P1,,1,2024-01-03T10:00:00,0,GBP,C1\n",
      "2024-01-04": "A3,P1,,1,2024-01-04T10:00:00,7,GBP,C1\n",
    });
    expect(await lines("invoice_no, unit_price")).toEqual([
      { invoice_no: "A2", unit_price: "0" },
      { invoice_no: "A3", unit_price: "7" },
    ]);
    expect(await held()).toEqual([{ rule: "price_unknown", _row: 2, waits_for: "P1", day: "2024-01-03" }]);
  });

  it("comes from the catalogue where no sale has told it", async () => {
    const { lines } = await cleaned(
      { "2024-01-03": "A1,P1,,3,2024-01-03T10:00:00,,GBP,C1\n" },
      { "products.csv": "stock_code,category,unit_price\nP1,Toys,2.50\n" },
    );
    expect(await lines("unit_price, price_source, category, category_source, net")).toEqual([
      {
        unit_price: "2.5",
        price_source: "catalogue",
        category: "Toys",
        category_source: "catalogue",
        net: "7.5",
      },
    ]);
  });

  it("quarantines the line when nothing is known, and lets it in when a price comes to be known", async () => {
    const { home, lines, held } = await cleaned({ "2024-01-03": "A1,P1,,1,2024-01-03T10:00:00,,GBP,C1\n" });
    expect(await lines("invoice_no")).toEqual([]);
    await home.dropText("transactions/2024-01-01.csv", `${header}A0,P1,,1,2024-01-01T10:00:00,6,GBP,C1\n`);
    await home.settle();
    expect(await lines("invoice_no, unit_price, price_source")).toEqual([
      { invoice_no: "A0", unit_price: "6", price_source: "given" },
      { invoice_no: "A1", unit_price: "6", price_source: "median_7d" },
    ]);
    expect(await held()).toEqual([]);
  });
});

describe("money", () => {
  it("takes the day's rate, else the last one before it, and says which", async () => {
    const { lines } = await cleaned(
      {
        "2024-01-05":
          "A1,P1,,1,2024-01-05T10:00:00,10,EUR,C1\nA2,P1,,1,2024-01-06T10:00:00,10,EUR,C1\nA3,P1,,1,2024-01-06T10:00:00,10,GBP,C1\n",
      },
      { "fx_rates.csv": "date,currency,rate_to_gbp\n2024-01-05,EUR,0.85\n2024-01-07,EUR,0.5\n" },
    );
    expect(await lines("invoice_no, fx_rate, fx_date, fx_filled, net")).toEqual([
      { invoice_no: "A1", fx_rate: "0.85", fx_date: "2024-01-05", fx_filled: false, net: "8.5" },
      { invoice_no: "A2", fx_rate: "0.85", fx_date: "2024-01-05", fx_filled: true, net: "8.5" },
      { invoice_no: "A3", fx_rate: "1", fx_date: "2024-01-06", fx_filled: false, net: "10" },
    ]);
  });

  it("quarantines a line without any earlier rate until one arrives", async () => {
    const { home, lines, held } = await cleaned({ "2024-01-05": "A1,P1,,1,2024-01-05T10:00:00,10,USD,C1\n" });
    expect(await held()).toEqual([{ rule: "fx_missing", _row: 2, waits_for: "USD", day: "2024-01-05" }]);
    await home.dropText("fx_rates/2024-01-04.csv", "date,currency,rate\n2024-01-04,USD,0.79\n");
    await home.settle();
    expect(await lines("net, fx_filled")).toEqual([{ net: "7.9", fx_filled: true }]);
    expect(await held()).toEqual([]);
  });

  it("is exact, takes the discount off, and counts negative quantities as returns", async () => {
    const { lines } = await cleaned({
      "2024-01-05":
        "A1,P1,,1,2024-01-05T10:00:00,0.1,GBP,C1\nA2,P1,,1,2024-01-05T10:00:00,0.2,GBP,C1\nC3,P1,,-3,2024-01-05T10:00:00,1.115,GBP,C1\n",
    });
    expect(await lines("gross, returns, net", "invoice_no")).toEqual([
      { gross: "0.1", returns: "0", net: "0.1" },
      { gross: "0.2", returns: "0", net: "0.2" },
      { gross: "0", returns: "3.345", net: "-3.345" },
    ]);
  });
});

describe("missing words", () => {
  it("are UNKNOWN for a description, and a guest for a customer", async () => {
    const { home, lines } = await cleaned({ "2024-01-05": "A1,P1,,1,2024-01-05T10:00:00,2,GBP,\n" });
    expect(await lines("description, customer_id, is_guest")).toEqual([
      { description: "UNKNOWN", customer_id: null, is_guest: true },
    ]);
    expect(await home.rows("select count(*) as n from metrics.daily_customer_metrics")).toEqual([{ n: 0 }]);
    expect(
      await home.rows("select net, guest_lines from metrics.daily_sales where dimension = 'company'"),
    ).toEqual([{ net: "2", guest_lines: 1 }]);
  });
});
