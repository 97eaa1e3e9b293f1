import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contents } from "../../e2e/tables.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";

const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id,store_id\n";
/** Without a price, which the catalogue must then know. */
const sale = (invoice: string, day: string, code: string, store = "", price = ""): string =>
  `${invoice},${code},1,2024-01-${day}T10:00:00,${price},C1,${store}\n`;
const catalogue = (...codes: string[]): string =>
  `stock_code,unit_price\n${codes.map((code) => `${code},4\n`).join("")}`;
const lined = (...ids: string[]): string =>
  `transaction_id,product_id,quantity,transaction_date,price\n${ids.map((id, row) => `${id},P${row},1,2024-01-02,4\n`).join("")}`;

const drop = async (home: TemporaryHome, files: readonly (readonly [string, string])[]): Promise<void> => {
  for (const [name, text] of files) await home.dropText(name, text);
  await home.settle();
};
const held = (home: TemporaryHome) =>
  home.rows(
    "select _object, _row, rule, column_name, value, reasons from clean.quarantine order by _object, _row",
  );
const invoices = async (home: TemporaryHome) =>
  (await home.rows("select invoice_no from clean.lines order by 1")).map((row) => row["invoice_no"]);

describe("a row that refers to what does not exist", () => {
  it("is kept out, names the missing key, and comes back by itself when the key arrives", async () => {
    const home = await temporaryHome();
    await drop(home, [
      ["products.csv", catalogue("P1")],
      ["transactions/2024-01-02.csv", header + sale("A", "02", "P1") + sale("B", "02", "P2")],
    ]);
    expect(await invoices(home)).toEqual(["A"]);
    expect(await held(home)).toEqual([
      {
        _object: "transactions/2024-01-02.csv",
        _row: 3,
        rule: "unknown_reference",
        column_name: "stock_code",
        value: "P2",
        reasons: 'stock_code "P2" does not exist in products',
      },
    ]);
    await drop(home, [["products/2024-01-03.csv", catalogue("P1", "P2")]]);
    expect(await invoices(home)).toEqual(["A", "B"]);
    expect(await held(home)).toEqual([]);
    await drop(home, [["products/2024-01-04.csv", catalogue("P2")]]);
    expect(await invoices(home)).toEqual(["B"]);
  });

  it("is not judged while no file of the other feed has come, and is once one has", async () => {
    const home = await temporaryHome();
    await drop(home, [["transactions/2024-01-02.csv", header + sale("A", "02", "P9", "S9", "4")]]);
    expect(await invoices(home)).toEqual(["A"]);
    await drop(home, [["products.csv", catalogue("P1")]]);
    expect(await invoices(home)).toEqual(["A"]); // it gives its own price
    await drop(home, [["stores.csv", "store_id\nS1\n"]]);
    expect(await invoices(home)).toEqual([]);
  });

  it("names every feed that lacks its key", async () => {
    const home = await temporaryHome();
    await drop(home, [
      ["products.csv", catalogue("P1")],
      ["stores.csv", "store_id\nS1\n"],
      ["transactions/2024-01-02.csv", header + sale("A", "02", "P2", "S2")],
    ]);
    expect((await held(home)).map((row) => row["reasons"])).toEqual([
      'stock_code "P2" does not exist in products; store_id "S2" does not exist in stores',
    ]);
  });
});

describe("a line number", () => {
  it("stands on one row: in a file the first counts, and among files the first that breaks no other check", async () => {
    const home = await temporaryHome();
    await drop(home, [
      ["transactions/2024-01-02.csv", lined("T1", "T2", "T1")],
      ["transactions/2024-01-03.csv", lined("T2", "T3")],
    ]);
    expect(await invoices(home)).toEqual(["T1", "T2", "T3"]);
    expect((await held(home)).map((row) => [row["_object"], row["_row"], row["reasons"]])).toEqual([
      ["transactions/2024-01-02.csv", 4, 'transaction_id "T1" is not unique: it also stands on line 2'],
      [
        "transactions/2024-01-03.csv",
        2,
        'transaction_id "T2" is not unique: it also stands in transactions/2024-01-02.csv',
      ],
    ]);
    await drop(home, [["transactions/2024-01-02.csv", lined("T1")]]);
    expect(await invoices(home)).toEqual(["T1", "T2", "T3"]);
    expect(await held(home)).toEqual([]);
  });

  it("that a file repeats on many of its rows is the number of a receipt", async () => {
    const home = await temporaryHome();
    await drop(home, [
      ["transactions/2024-01-02.csv", lined(...Array.from({ length: 40 }, (_, row) => `R${row % 10}`))],
    ]);
    expect(await held(home)).toEqual([]);
    expect(await invoices(home)).toHaveLength(40);
  });
});

/** Deterministic shuffles: each seed is one order. */
const shuffled = <Item>(items: readonly Item[], seed: number): Item[] =>
  items
    .map((item, index) => ({ item, key: Math.sin(seed * 1000 + index * 7.77) }))
    .sort((left, right) => left.key - right.key)
    .map(({ item }) => item);

it("any order of files, with replacements on the way, ends in the tables of one clean run", {
  timeout: 600_000,
}, async () => {
  const last: (readonly [string, string])[] = [
    ["products/2024-01-01.csv", catalogue("P1", "P2")],
    ["products/2024-01-05.csv", catalogue("P0", "P1", "P3")],
    ["stores.csv", "store_id\nS1\n"],
    [
      "transactions/2024-01-02.csv",
      header + sale("A", "02", "P1") + sale("B", "04", "P2") + sale("C", "03", "P3", "S2"),
    ],
    ["transactions/2024-01-03.csv", header + sale("D", "03", "P3", "S1") + sale("E", "02", "P4")],
    ["transactions/2024-01-04.csv", lined("T1", "T2", "T1")],
    ["transactions/2024-01-05.csv", lined("T2", "T9", "T1")],
  ];
  const before: (readonly [string, string])[] = [
    ["transactions/2024-01-04.csv", lined("T9", "T9")],
    ["transactions/2024-01-02.csv", header + sale("X", "03", "P9", "S1")],
    ["stores.csv", "store_id\nS2\n"],
  ];
  const clean = await temporaryHome();
  await drop(clean, last);
  const wanted = await contents(clean.platform.warehouse, { generations: false });
  for (let seed = 1; seed <= 3; seed++) {
    const home = await temporaryHome();
    for (const file of shuffled(before, seed)) await drop(home, [file]);
    for (const file of shuffled(last, seed)) await drop(home, [file]);
    expect({ seed, tables: await contents(home.platform.warehouse, { generations: false }) }).toEqual({
      seed,
      tables: wanted,
    });
  }
});

describe("a feed of a company's own", () => {
  it("may ask for unique values and nothing else, and may have a column called day", async () => {
    const folder = mkdtempSync(join(tmpdir(), "daybook-contracts-"));
    writeFileSync(
      join(folder, "visits.yaml"),
      `apiVersion: v3.1.0
kind: DataContract
id: own.visits
name: visits
version: 1.0.0
status: active
schema:
  - name: visits
    physicalName: raw.visits
    properties:
      - { name: visit, physicalType: STRING, required: true }
      - { name: day, physicalType: DATE }
    quality:
      - { metric: duplicateValues, arguments: { properties: [visit] }, severity: quarantine }
customProperties:
  - { property: paths, value: ["visits/{date}.csv"] }
  - { property: loadMode, value: daily }
`,
    );
    const home = await temporaryHome({ DAYBOOK_CONTRACTS: folder });
    await drop(home, [["visits/2024-01-02.csv", "visit,day\nV1,2024-01-02\nV2,2024-01-02\nV1,2024-01-02\n"]]);
    expect((await held(home)).map((row) => [row["_row"], row["rule"], row["value"]])).toEqual([
      [4, "not_unique", "V1"],
    ]);
    rmSync(folder, { recursive: true });
  });
});
