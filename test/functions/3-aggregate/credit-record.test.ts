import { afterAll, beforeAll, expect, it } from "vitest";
import { credit } from "../../../functions/3-aggregate/credit/credit.ts";
import { givenLedger, invoice } from "../credit-ledger.ts";
import type { GivenTables } from "../given-tables.ts";

let tables: GivenTables;
beforeAll(async () => {
  tables = await givenLedger();
});
afterAll(() => tables.close());

it("an invoice is the sum of its lines, and settled on the day on which all of it has come in", async () => {
  expect(
    await tables.lines(
      "select invoice_id, lines, items, total, cost, margin, account_age, credit_limit, payments, paid, credited, overpaid, settled_on, disputed_on, outcome_on, is_late from credit.invoices order by invoice_id",
    ),
  ).toEqual([
    "1 2 3 50 32 18 9 200 2 50 0 0 2024-01-20  2024-01-20 0",
    "2 0  100   19 200 2 100 0 0 2024-02-26  2024-02-20 1",
    "3 0  60   50 200 0 0 60 0 2024-02-25  2024-02-25 0",
    "4 0  80   56 200 1 100 0 20 2024-03-05  2024-03-05 0",
    "5 0  40   139 200 0 0 0 0  2024-05-25 2024-06-19 ",
    "6 0     140 200 0 0 0 0   2024-06-20 ",
    "7 0  10     0 0 0 0   2024-07-19 ",
    "9 0  10     0 0 0 0   2024-03-21 1",
  ]);
});

it("an account's record adds up what was issued, settled, late and contested, day by day", async () => {
  expect(
    await tables.lines(
      "select day, issued, settled, open_count, open_amount, overdue_count, overdue_amount, utilisation from credit.account_days where account_id = 'A' order by day",
    ),
  ).toEqual([
    "2024-01-10 1 0 1 50 0 0 0.25",
    // The first part of two.
    "2024-01-15 0 0 1 30 0 0 0.15",
    "2024-01-20 1 1 1 100 0 0 0.5",
    "2024-02-20 1 0 2 160 1 100 0.8",
    // A penny is left.
    "2024-02-25 0 1 1 0.01 1 0.01 0.00005",
    "2024-02-26 1 1 1 80 0 0 0.4",
    "2024-03-05 0 1 0 0 0 0 0",
    "2024-05-19 1 0 1 40 0 0 0.2",
    "2024-05-20 1 0 2 40 0 0 0.2",
    "2024-05-25 0 0 2 40 0 0 0.2",
  ]);
  expect(
    await tables.lines(
      "select day, issued_so_far, issued_amount_so_far, settled_so_far, days_to_pay_so_far, days_late_so_far, known_so_far, late_so_far, known_amount_so_far, late_amount_so_far, disputed_so_far, late_of_last_3, last_issued_on from credit.account_days where account_id = 'A' order by day",
    ),
  ).toEqual([
    "2024-01-10 1 50 0 0 0 0 0 0 0 0  2024-01-10",
    "2024-01-15 1 50 0 0 0 0 0 0 0 0  2024-01-10",
    "2024-01-20 2 150 1 10 0 1 0 50 0 0 0 2024-01-20",
    "2024-02-20 3 210 1 10 0 2 1 150 100 0 1 2024-02-20",
    "2024-02-25 3 210 2 15 0 3 1 210 100 0 1 2024-02-20",
    "2024-02-26 4 290 3 52 7 3 1 210 100 0 1 2024-02-26",
    "2024-03-05 4 290 4 60 7 4 1 290 100 0 1 2024-02-26",
    "2024-05-19 5 330 4 60 7 4 1 290 100 0 1 2024-05-19",
    "2024-05-20 6 330 4 60 7 4 1 290 100 0 1 2024-05-20",
    "2024-05-25 6 330 4 60 7 4 1 290 100 1 1 2024-05-20",
  ]);
});

it("a feature knows its account at the end of the day before, and counts 120 days back", async () => {
  expect(
    await tables.lines(
      "select invoice_id, num_inv_120d, cum_tot_inv_acct, days_since_last, open_count, open_amount, overdue_count, overdue_amount, utilisation, issued_before, issued_amount_before from credit.invoice_features where account_id = 'A' order by invoice_id",
    ),
  ).toEqual([
    "1 0 1  0 0 0 0 0 0 0",
    "2 1 2 10 1 30 0 0 0.15 1 50",
    "3 2 3 31 1 100 0 0 0.5 2 150",
    "4 3 4 6 1 0.01 1 0.01 0.00005 3 210",
    // The invoice of 20 January is 120 days old, and on the day after 121.
    "5 3 5 83 0 0 0 0 0 4 290",
    "6 3 6 1 1 40 0 0 0.2 5 330",
  ]);
  expect(
    await tables.lines(
      "select invoice_id, settled_before, days_to_pay_before, days_late_before, known_before, late_before, known_amount_before, late_amount_before, known_120d, late_120d, disputed_before, late_of_last_3, is_late from credit.invoice_features where account_id = 'A' order by invoice_id",
    ),
  ).toEqual([
    "1 0 0 0 0 0 0 0 0 0 0  0",
    "2 0 0 0 0 0 0 0 0 0 0  1",
    "3 1 10 0 1 0 50 0 1 0 0 0 0",
    "4 2 15 0 3 1 210 100 3 1 0 1 0",
    "5 4 60 7 4 1 290 100 4 1 0 1 ",
    // The outcome of 20 January is 121 days old.
    "6 4 60 7 4 1 290 100 3 1 0 1 ",
  ]);
});

it("a label says when the outcome was known and how late it was", async () => {
  expect(
    await tables.lines(
      "select invoice_id, amount, settled_on, outcome_on, days_late, is_late from credit.labels order by invoice_id",
    ),
  ).toEqual([
    "1 50 2024-01-20 2024-01-20 0 0",
    "2 100 2024-02-26 2024-02-20 7 1",
    "3 60 2024-02-25 2024-02-25 0 0",
    "4 80 2024-03-05 2024-03-05 0 0",
    "5 40  2024-06-19  ",
    "6   2024-06-20  ",
    "7 10  2024-07-19  ",
    "9 10  2024-03-21  1",
  ]);
});

it("a day that passes makes late what was due on the day before, and nothing else", async () => {
  await tables.insert("clean.invoices", {
    ...invoice("8", "B", "2024-06-19", "2024-07-19", 10),
    is_disputed: true,
  });
  await tables.run(await credit.rebuild(tables.platform, ["2024-06-19"]));
  const late =
    "select invoice_id, is_late from credit.labels where issued_on > '2024-03-01' order by invoice_id";
  expect(await tables.lines(late)).toEqual(["5 1", "6 ", "7 ", "8 "]);
  expect(
    await tables.lines(
      "select open_count, open_amount, overdue_count, overdue_amount, known_so_far, late_so_far, late_of_last_3 from credit.account_days where account_id = 'A' and day = '2024-06-19'",
    ),
  ).toEqual(["2 40 1 40 5 2 1"]);
  // It is contested without a date: from the day it is due.
  expect(await tables.lines("select disputed_on from credit.invoices where invoice_id = '8'")).toEqual([""]);
});
