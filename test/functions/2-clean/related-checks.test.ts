import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stream } from "../../../shared/learning/random.ts";
import { contents } from "../../e2e/tables.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";

const contracts = mkdtempSync(join(tmpdir(), "daybook-contracts-"));
afterAll(() => rmSync(contracts, { recursive: true, force: true }));

/** The built-in contract, whose checks against other rows keep the rows out. */
const strict = (name: string, metric: string): void => {
  const text = readFileSync(join(import.meta.dirname, `../../../shared/contracts/${name}.yaml`), "utf8");
  const at = text.indexOf(`metric: ${metric}`);
  writeFileSync(
    join(contracts, `${name}.yaml`),
    text.slice(0, at) + text.slice(at).replace("severity: warn", "severity: quarantine"),
  );
};
strict("transactions", "earlierRow");
strict("invoices", "sumOfRows");

const open = () => temporaryHome({ DAYBOOK_CONTRACTS: contracts });
const drop = async (home: TemporaryHome, ...files: readonly (readonly [string, string])[]) => {
  for (const [name, text] of files) await home.dropText(name, text);
  await home.settle();
};
const held = async (home: TemporaryHome) =>
  (await home.rows("select _object, _row, rule, value from clean.quarantine order by _object, _row")).map(
    (row) => Object.values(row).join(" "),
  );

const sold = "transactions/2024-01-02.csv";
const returned = "transactions/2024-01-05.csv";
const sales = (day: string, ...rows: string[]): string =>
  `invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id\n${rows.map((row, place) => `${day}-${place},${row.replace("@", `2024-01-${day}T10:00:00`)},4,C1\n`).join("")}`;
const lines = async (home: TemporaryHome) =>
  (await home.rows("select stock_code, quantity from clean.lines order by 1, 2")).map((row) =>
    Object.values(row).join(" "),
  );

describe("a return without a sale, where the contract keeps it out", () => {
  it("waits for the sale, enters when it comes, and leaves when the sale goes", async () => {
    const home = await open();
    await drop(home, [returned, sales("05", "P1,-1,@", "P2,3,@")]);
    expect(await lines(home)).toEqual(["P2 3"]);
    expect(await held(home)).toEqual([`${returned} 2 return_without_sale -1`]);
    await drop(home, [sold, sales("02", "P1,2,@")]);
    expect(await lines(home)).toEqual(["P1 -1", "P1 2", "P2 3"]);
    expect(await held(home)).toEqual([]);
    await drop(home, [sold, sales("02", "P3,2,@")]);
    expect(await lines(home)).toEqual(["P2 3", "P3 2"]);
    expect(await held(home)).toEqual([`${returned} 2 return_without_sale -1`]);
  });
});

const invoices = (amount: string): string =>
  `invoice_id,account_id,issued_on,amount\nI1,A1,2024-01-05,${amount}\nI2,A1,2024-01-05,3\n`;
const parts = (price: string): string =>
  `invoice_id,item_id,quantity,unit_price\nI1,X,2,${price}\nI1,Y,1,2.50\n`;
const bills = async (home: TemporaryHome) =>
  (await home.rows("select invoice_id from clean.invoices order by 1")).map((row) => row["invoice_id"]);

describe("an invoice that is not the sum of its lines, where the contract keeps it out", () => {
  it("is out with its lines, and enters once either is corrected", async () => {
    const home = await open();
    await drop(home, ["invoices/2024-01-05.csv", invoices("7.50")]);
    expect(await bills(home)).toEqual(["I1", "I2"]);
    await drop(home, ["invoice_line_items/2024-01-06.csv", parts("2")]);
    expect(await bills(home)).toEqual(["I2"]);
    expect((await held(home)).filter((row) => row.startsWith("invoices/"))).toEqual([
      "invoices/2024-01-05.csv 2 total_of_lines 7.5",
    ]);
    await drop(home, ["invoice_line_items/2024-01-06.csv", parts("2.50")]);
    expect(await bills(home)).toEqual(["I1", "I2"]);
    expect(await held(home)).toEqual([]);
    await drop(home, ["invoices/2024-01-05.csv", invoices("8")]);
    expect(await bills(home)).toEqual(["I2"]);
  });
});

const shuffled = <Item>(items: readonly Item[], seed: number): Item[] => {
  const random = stream(seed, "order");
  return items
    .map((item) => ({ item, key: random.below(1_000_000) }))
    .sort((left, right) => left.key - right.key)
    .map(({ item }) => item);
};

it("any order of files, with replacements on the way, ends in the tables of one clean run", {
  timeout: 600_000,
}, async () => {
  const files: readonly (readonly [string, string])[] = [
    [sold, sales("02", "P1,2,@", "P2,-2,@")],
    [returned, sales("05", "P1,-1,@", "P2,3,@", "P4,-2,@")],
    ["transactions/2024-01-06.csv", sales("06", "P2,-1,@", "P4,5,@")],
    ["invoices/2024-01-05.csv", invoices("7.50")],
    ["invoice_line_items/2024-01-06.csv", parts("2")],
  ];
  const clean = await open();
  await drop(clean, ...files);
  const expected = await contents(clean.platform.warehouse, { generations: false });
  expect((await held(clean)).length).toBeGreaterThan(2);
  for (const seed of [1, 2, 3]) {
    const home = await open();
    await drop(home, [sold, sales("02", "P4,2,@")], ["invoice_line_items/2024-01-06.csv", parts("2.50")]);
    for (const file of shuffled(files, seed)) await drop(home, file);
    expect(await contents(home.platform.warehouse, { generations: false })).toEqual(expected);
  }
});
