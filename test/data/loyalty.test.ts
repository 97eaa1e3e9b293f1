import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { homeFor, type OpenedHome } from "./data-home.ts";
import { csvFiles, dataset } from "./datasets.ts";
import { fromNano, nano, plainCsv } from "./plain-csv.ts";

const folder = dataset("seed-loyalty");
let home: OpenedHome;

beforeAll(async () => {
  home = await homeFor(folder, csvFiles(folder));
});
afterAll(() => home.close());

const read = (name: string) => plainCsv(readFileSync(join(folder, name), "utf8"));

describe("the loyalty dataset, unedited", () => {
  it("loads its four feeds and leaves its other files alone", async () => {
    const counts = await home.rows(
      "select (select count(*) from raw.transactions) as transactions, (select count(*) from raw.products) as products, (select count(*) from raw.customers) as customers, (select count(*) from raw.stores) as stores",
    );
    expect(counts).toEqual([{ transactions: 50000, products: 250, customers: 250, stores: 50 }]);
  });

  it("takes each price from the catalogue and the discount as a fraction", async () => {
    const prices = new Map(
      read("products.csv").map((row) => [row["product_id"], nano(row["unit_price"] ?? "")]),
    );
    const scale = 1_000_000_000n;
    let total = 0n;
    for (const row of read("transactions.csv")) {
      const listed = BigInt(row["quantity"] ?? "0") * (prices.get(row["product_id"]) ?? 0n);
      total += (listed * (scale - nano(row["discount_pct"] ?? "0"))) / scale;
    }
    expect(
      await home.rows("select count(*) as n, sum(net) as net, min(price_source) as source from clean.lines"),
    ).toEqual([{ n: 50000, net: fromNano(total), source: "catalogue" }]);
  });

  it("knows the store and the catalogue's category of each line", async () => {
    const [sales] = await home.rows(
      "select countif(dimension = 'store' and value = 'UNKNOWN') as no_store, countif(dimension = 'category' and value = 'UNKNOWN') as no_category, count(distinct if(dimension = 'category', value, null)) as categories from metrics.daily_sales",
    );
    expect(sales).toEqual({ no_store: 0, no_category: 0, categories: 6 });
  });
});
