import { expect, it, vi } from "vitest";
import { temporaryHome } from "../../e2e/temporary-home.ts";

vi.setConfig({ testTimeout: 300_000 });

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

it("takes JSON Lines whose keys first come after a thousand lines, with a value for each row that has one", async () => {
  const home = await temporaryHome();
  const inserts = Array.from({ length: 1_200 }, (_, index) => ({
    ...{ op: "I", lsn: index + 1, payment_id: `P${index}`, invoice_id: "1", paid_on: "2024-02-01" },
    ...(index > 1_100 && { amount: 2, note: "the source has a new column" }),
  }));
  const last = {
    op: "U",
    lsn: 9_000,
    payment_id: "Q",
    invoice_id: "1",
    paid_on: "2024-02-03",
    old_payment_id: "P0",
  };
  await home.dropText("invoices.csv", "invoice_id,account_id,date_issued,amount\n1,A,2024-01-10,100\n");
  await home.dropText("changes/payments/2024-03-01.jsonl", lines([...inserts, last]));
  await home.settle();
  expect(
    await home.rows(
      "select count(*) as all_rows, countif(amount = 2) as with_amount, countif(payment_id = 'P0') as moved from raw.payments where not _quarantined",
    ),
  ).toEqual([{ all_rows: 1_200, with_amount: 99, moved: 0 }]);
});

it("folds lines of invoices by their number or their item, and items of the catalogue by theirs", async () => {
  const home = await temporaryHome();
  const change = (op: string, lsn: number, row: object) => ({ op, lsn, ...row });
  await home.dropText("invoices.csv", "invoice_id,account_id,date_issued\n1,A,2024-01-10\n2,A,2024-01-11\n");
  await home.dropText(
    "invoice_line_items.csv",
    "invoice_id,item_id,quantity\n1,S1,1\n1,S1,2\n1,S2,1\n2,S1,5\n",
  );
  await home.dropText("skus.csv", "item_id,item_cost_price,item_retail_price\nS1,1,10\nS2,1,100\n");
  await home.settle();
  const totals =
    "select invoice_id, cast(cast(total as int64) as string) as total from credit.invoices order by invoice_id";
  expect(await home.rows(totals)).toEqual([
    { invoice_id: "1", total: "130" },
    { invoice_id: "2", total: "50" },
  ]);
  await home.dropText(
    "changes/invoice_line_items/2024-03-02.jsonl",
    lines([
      change("D", 7, { invoice_id: "1", item_id: "S2" }),
      change("U", 5, { invoice_id: "1", item_id: "S2", quantity: 9 }),
      change("U", 6, { invoice_id: "2", item_id: "S2", quantity: 1, previous_item_id: "S1" }),
      change("U", 8, { invoice_id: "2", item_id: "S2", quantity: "many" }),
    ]),
  );
  await home.dropText(
    "changes/skus/2024-03-02.jsonl",
    lines([
      change("U", 3, { item_id: "S1", item_retail_price: 20, item_cost_price: 1 }),
      change("D", 1, { item_id: "S1" }),
    ]),
  );
  await home.settle();
  expect(await home.rows(totals)).toEqual([
    { invoice_id: "1", total: "60" },
    { invoice_id: "2", total: "100" },
  ]);
  expect(await home.rows("select feed, column_name from clean.quarantine")).toEqual([
    { feed: "invoice_line_items", column_name: "quantity" },
  ]);
});
