import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryHome } from "./temporary-home.ts";

const loaded = async (files: Record<string, string>, environment: Record<string, string> = {}) => {
  const home = await temporaryHome(environment);
  for (const [name, text] of Object.entries(files)) await home.dropText(name, text);
  await home.settle();
  return home.rows(
    "select invoice_no, stock_code, quantity, invoice_date, unit_price, currency, customer_id, country, category, discount, net from clean.lines order by invoice_no",
  );
};

describe("shapes that load unedited", () => {
  it("the take-home's", async () => {
    const rows = await loaded({
      "2024-10-01.csv":
        "invoice_id,customer_id,country,currency,product_id,product_category,description,quantity,unit_price,timestamp\n" +
        "10001,C0001,DE,EUR,P0007,Garden,Spade,2,10.00,2024-10-01T09:15:00\n",
      "fx_rates.csv": "date,currency,rate_to_gbp\n2024-10-01,EUR,0.84\n",
    });
    expect(rows).toEqual([
      {
        invoice_no: "10001",
        stock_code: "P0007",
        quantity: "2",
        invoice_date: "2024-10-01T09:15:00",
        unit_price: "10",
        currency: "EUR",
        customer_id: "C0001",
        country: "DE",
        category: "Garden",
        discount: "0",
        net: "16.8",
      },
    ]);
  });

  it("UCI Online Retail's, where a customer is 17850.0", async () => {
    const rows = await loaded({
      "2010-12-01.csv":
        'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n536365,85123A,"HEART, WHITE",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n',
    });
    expect(rows).toMatchObject([
      { invoice_no: "536365", customer_id: "17850", currency: "GBP", net: "15.3" },
    ]);
  });

  it("the loyalty dataset's, with the price in the catalogue and the discount a fraction", async () => {
    const rows = await loaded({
      "transactions.csv":
        "transaction_id,customer_id,store_id,product_id,transaction_date,channel,quantity,discount_pct,year_month\nT1,C00010,S007,P0200,2025-08-01,InStore,2,0.25,2025-08\n",
      "products.csv":
        "product_id,category,subcategory,brand,unit_price,unit_cost,is_discountable\nP0200,Beauty,Skincare,Pine,40.00,21.38,1\n",
    });
    expect(rows).toMatchObject([
      { invoice_no: "T1", unit_price: "40", category: "Beauty", discount: "0.25", net: "60" },
    ]);
  });
});

describe("a user's own words", () => {
  const builtIn = new URL("../../shared/contracts/", import.meta.url);
  const contracts = (edit: (yaml: string) => string): string => {
    const folder = mkdtempSync(join(tmpdir(), "daybook-contracts-"));
    cpSync(builtIn, folder, { recursive: true, filter: (path) => !path.endsWith(".ts") });
    const file = join(folder, "transactions.yaml");
    writeFileSync(file, edit(readFileSync(file, "utf8")));
    return folder;
  };

  it("need an alias in the contract and nothing else", async () => {
    const folder = contracts((yaml) => yaml.replace("[UnitPrice, price,", "[UnitPrice, price, Preis,"));
    const files = { "2024-01-05.csv": "invoice;sku;qty;date;Preis\nR1;A;2;2024-01-05;1.50\n" };
    expect(await loaded(files)).toEqual([]);
    expect(await loaded(files, { DAYBOOK_CONTRACTS: folder })).toMatchObject([
      { invoice_no: "R1", unit_price: "1.5", net: "3" },
    ]);
  });

  it("can be a feed of their own: one contract for raw, one SQL file beside it for clean", async () => {
    const folder = contracts((yaml) => yaml);
    writeFileSync(
      join(folder, "footfall.yaml"),
      `apiVersion: v3.1.0
kind: DataContract
id: shop.footfall
name: footfall
version: 1.0.0
status: active
schema:
  - name: footfall
    physicalName: raw.footfall
    properties:
      - { name: day, physicalType: DATE, required: true }
      - { name: visitors, physicalType: INT64, required: true }
customProperties:
  - { property: paths, value: ["footfall/{date}.csv"] }
  - { property: loadMode, value: daily }
  - { property: businessDate, value: day }
`,
    );
    writeFileSync(
      join(folder, "footfall.sql"),
      `-- @days array<date>, @file_dates array<date>
create table if not exists clean.footfall (day date not null, visitors int64 not null) partition by day;
delete from clean.footfall where day in unnest(@days);
insert into clean.footfall (day, visitors)
select day, sum(visitors) from raw.footfall
where _source_date in unnest(@file_dates) and day in unnest(@days) and not _quarantined
group by day;`,
    );
    const home = await temporaryHome({ DAYBOOK_CONTRACTS: folder });
    await home.dropText("footfall/2024-01-05.csv", "day,visitors\n2024-01-05,120\n");
    await home.dropText("footfall/2024-01-06.csv", "day,visitors\n2024-01-05,5\n2024-01-06,80\n");
    await home.settle();
    expect(
      await home.rows(
        "select day, visitors, business_date, _row from raw.footfall order by _source_date, _row",
      ),
    ).toEqual([
      { day: "2024-01-05", visitors: 120, business_date: "2024-01-05", _row: 2 },
      { day: "2024-01-05", visitors: 5, business_date: "2024-01-05", _row: 2 },
      { day: "2024-01-06", visitors: 80, business_date: "2024-01-06", _row: 3 },
    ]);
    await home.dropText("footfall/2024-01-06.csv", "day,visitors\n2024-01-06,90\n");
    await home.settle();
    expect(await home.rows("select day, visitors from clean.footfall order by day")).toEqual([
      { day: "2024-01-05", visitors: 120 },
      { day: "2024-01-06", visitors: 90 },
    ]);
  });
});
