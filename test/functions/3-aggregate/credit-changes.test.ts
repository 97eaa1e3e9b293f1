import { afterAll, beforeAll, expect, it } from "vitest";
import { credit } from "../../../functions/3-aggregate/credit/credit.ts";
import { givenLedger } from "../credit-ledger.ts";
import type { GivenTables } from "../given-tables.ts";

let tables: GivenTables;
beforeAll(async () => {
  tables = await givenLedger();
});
afterAll(() => tables.close());

const ofA = ["2024-01-10", "2024-01-20", "2024-02-20", "2024-02-26", "2024-05-19", "2024-05-20"];
const all = ["2024-01-05", ...ofA, "2024-06-18"];
const rebuild = async (days: readonly string[]) => tables.run(await credit.rebuild(tables.platform, days));

const record = async () => {
  const lines: string[] = [];
  for (const table of ["invoices", "part_payments", "account_days", "invoice_features", "labels", "daily"])
    lines.push(
      ...(await tables.lines(`select * from credit.${table}`)).map((line) => `${table}: ${line}`).sort(),
    );
  return lines;
};

/** One thing at a time, and the issue days that clean names for it. */
const changes: readonly (readonly [what: string, sql: string, days: readonly string[]])[] = [
  ["a limit", "update clean.accounts set credit_limit = 300 where account_id = 'A'", ofA],
  ["an account's age", "update clean.accounts set joined_on = date '2023-06-01' where account_id = 'A'", ofA],
  [
    "a due date",
    "update clean.invoices set due_on = date '2024-01-15' where invoice_id = '1'",
    ["2024-01-10"],
  ],
  ["a branch", "update clean.invoices set branch = 'north' where invoice_id = '2'", ["2024-01-20"]],
  ["an amount", "update clean.invoices set stated_amount = 61 where invoice_id = '3'", ["2024-02-20"]],
  ["a cost", "update clean.invoice_lines set unit_cost = 1 where item_id = 'K1'", ["2024-01-10"]],
  [
    "a payment's date",
    "update clean.payments set paid_on = date '2024-01-30' where invoice_id = '1' and amount = 30",
    ["2024-01-10"],
  ],
  [
    "the day of a part",
    "update clean.payments set paid_on = date '2024-01-12' where invoice_id = '1' and amount = 20",
    ["2024-01-10"],
  ],
  [
    "the amount of a part",
    "update clean.payments set amount = 19 where invoice_id = '1' and amount = 20",
    ["2024-01-10"],
  ],
  [
    "one part for another",
    "update clean.payments set amount = 12, paid_on = date '2024-01-11' where invoice_id = '1' and amount = 19",
    ["2024-01-10"],
  ],
  ["a dispute", "delete from clean.disputes where invoice_id = '5'", ["2024-05-19"]],
  ["the account", "update clean.invoices set account_id = 'B' where invoice_id = '4'", ["2024-02-26"]],
  [
    "the number of lines",
    "update clean.invoice_lines set invoice_id = '2', issued_on = date '2024-01-20' where item_id = 'K2'",
    ["2024-01-10", "2024-01-20"],
  ],
  ["an invoice that goes", "delete from clean.invoices where invoice_id = '2'", ["2024-01-20"]],
];

it("whatever one thing changes, the record is what a rebuild makes of it, and is another than before", async () => {
  let before = await record();
  for (const [what, sql, days] of changes) {
    await tables.run({ script: sql, params: {} });
    await rebuild(days);
    const changed = await record();
    for (const table of ["invoices", "part_payments", "account_days", "invoice_features", "labels"])
      await tables.run({ script: `delete from credit.${table} where true`, params: {} });
    await rebuild(all);
    expect({ what, lines: changed }).toEqual({ what, lines: await record() });
    expect({ what, lines: changed }).not.toEqual({ what, lines: before });
    before = changed;
  }
});
