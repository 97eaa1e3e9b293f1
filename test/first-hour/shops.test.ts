import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { daybook, daybookJson, temporaryFolder } from "../infra/cli/laptop-process.ts";
import { moreShops } from "./more-shops.ts";
import { clock, day, decimal, type Sale } from "./sales.ts";
import { type Shop, shops } from "./shops.ts";

const exported = (files: Shop["files"]): string => {
  const folder = join(temporaryFolder(), "Downloads");
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
};

const plain = (text: string): string => text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

const expected = (shop: Shop, { receipt, code, milli, cents, at, customer }: Sale) => ({
  invoice_no: receipt,
  stock_code: code,
  quantity: plain(decimal(milli, 3, ".")),
  unit_price: plain(decimal(cents, 2, ".")),
  currency: shop.currency,
  customer_id: shop.hasCustomers && customer !== "" ? customer : null,
  invoice_date: `${day(at)}T${shop.hasClock ? clock(at) : "00:00:00"}`,
});

const lines = `
  select invoice_no, stock_code, cast(quantity as string) as quantity, cast(unit_price as string) as unit_price, currency,
    customer_id, invoice_date
  from raw.transactions where not _quarantined order by _object, _row`;

const byAll = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

describe("a folder of a shop's own exports is loaded by one command", () => {
  for (const [name, make] of Object.entries({ ...shops, ...moreShops }))
    it(name, async () => {
      const shop = make();
      const home = join(temporaryFolder(), "home");
      const { code, stdout, stderr } = await daybook("--home", home, "run", exported(shop.files), "--infer");
      expect(stderr, stdout).toContain("These files are transactions:");
      expect(code, stderr).toBe(0);
      const rows = (await daybookJson("--home", home, "sql", lines)) as readonly object[];
      const customers = (row: Sale) =>
        name.startsWith("what Excel") && row.customer !== ""
          ? { ...row, customer: `${row.customer.slice(1)}00` }
          : row;
      expect(byAll(rows)).toEqual(byAll(shop.sales.map((sale) => expected(shop, customers(sale)))));
      expect(stdout).toContain(`${shop.sales.length} in = ${shop.sales.length} kept + 0 quarantined`);
      expect(stdout.match(/left out/g)?.length ?? 0).toBe(shop.leftOut);
      // Nothing was held back: the home counts in the currency of the files.
      expect(stdout).toMatch(/clean lines, 0 held back/);
    });
});
