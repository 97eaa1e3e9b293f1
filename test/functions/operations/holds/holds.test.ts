import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { decideHold } from "../../../../functions/operations/holds/decide.ts";
import { readQuality } from "../../../../functions/operations/quality/quality.ts";
import { contents } from "../../../e2e/tables.ts";
import { type TemporaryHome, temporaryHome } from "../../../e2e/temporary-home.ts";

/** The built-in contracts; a file of sales with fewer than three rows waits for a person. */
const contracts = mkdtempSync(join(tmpdir(), "daybook-contracts-"));
cpSync("shared/contracts", contracts, { recursive: true });
const file = join(contracts, "transactions.yaml");
writeFileSync(
  file,
  readFileSync(file, "utf8").replace(
    "mustBeGreaterThan: 0, severity: reject_file",
    "mustBeGreaterThan: 2, severity: hold",
  ),
);
afterAll(() => rmSync(contracts, { recursive: true }));

const name = "transactions/2024-01-02.csv";
const sales = (count: number): string =>
  `invoice_no,stock_code,quantity,invoice_date,unit_price\n${Array.from({ length: count }, (_, row) => `A${row},P1,1,2024-01-02T10:00:00,4\n`).join("")}`;

const dropped = async (count: number): Promise<TemporaryHome> => {
  const home = await temporaryHome({ DAYBOOK_CONTRACTS: contracts });
  await home.dropText(name, sales(count));
  await home.settle();
  return home;
};
const lines = (home: TemporaryHome) => home.rows("select count(*) as n from clean.lines");
const decide = (home: TemporaryHome, decision: "released" | "refused") =>
  decideHold({ platform: home.platform, settle: home.settle }, name, decision);

it("a file that looks odd waits, and its rows are counted as held", async () => {
  const home = await dropped(2);
  expect(await lines(home)).toEqual([{ n: 0 }]);
  const [feed] = (await readQuality(home.platform, { feed: "transactions" })).feeds;
  expect(feed).toMatchObject({
    in: 0,
    held: 2,
    waiting: [{ file: name, reason: "2 rows, where more than 2 are expected" }],
  });
});

it("released, it enters, and stays in when it is read again", async () => {
  const home = await dropped(2);
  expect(await decide(home, "released")).toMatchObject({ state: "LOADED", rows: 2 });
  expect(await lines(home)).toEqual([{ n: 2 }]);
  await home.recover();
  await home.settle();
  expect(await lines(home)).toEqual([{ n: 2 }]);
});

it("refused, it is rejected for good, and a corrected one is judged afresh", async () => {
  const home = await dropped(2);
  expect(await decide(home, "refused")).toMatchObject({
    state: "REJECTED",
    reason: "refused by a person: 2 rows, where more than 2 are expected",
  });
  await expect(decide(home, "released")).rejects.toThrow("is not held back");
  await home.dropText(name, sales(3));
  await home.settle();
  const clean = await dropped(3);
  const tables = (of: TemporaryHome) => contents(of.platform.warehouse, { generations: false });
  expect(await tables(home)).toEqual(await tables(clean));
});

it("while it waits, the rows of the generation before it stay", async () => {
  const home = await dropped(3);
  await home.dropText(name, sales(1));
  await home.settle();
  expect(await lines(home)).toEqual([{ n: 3 }]);
});
