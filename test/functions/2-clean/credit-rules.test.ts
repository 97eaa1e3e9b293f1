import { expect, it, vi } from "vitest";
import { temporaryHome } from "../../e2e/temporary-home.ts";

// Each test is a home with several publications: minutes where other work takes the cores.
vi.setConfig({ testTimeout: 300_000 });

const invoices = (...rows: string[]) =>
  ["invoice_id,account_id,date_issued,due_date,amount", ...rows, ""].join("\n");
const payments = (...rows: string[]) => ["invoice_id,paid_on,amount,payment_id", ...rows, ""].join("\n");

const homeWith = async (files: Readonly<Record<string, string>>) => {
  const home = await temporaryHome();
  for (const [name, text] of Object.entries(files)) await home.dropText(name, text);
  await home.settle();
  return home;
};

const held = "select feed, rule, value, message from clean.quarantine order by feed, rule, value";

it("holds payments back that cannot be right, each with its reason", async () => {
  const home = await homeWith({
    "invoices.csv": invoices("1,A,2024-01-10,,100", "2,A,2024-01-10,,100"),
    "payments.csv": payments(
      "1,2024-01-09,100,",
      "2,2024-02-01,100,P1",
      "2,2024-02-02,100,P1",
      "9,2024-02-01,100,",
    ),
    "credit_notes.csv": "credit_note_id,invoice_id,credited_on,amount\nN1,1,2024-01-20,100.01\n",
  });
  expect(await home.rows(held)).toMatchObject([
    {
      feed: "credit_notes",
      rule: "credit_exceeds_invoice",
      message: "the credit note is larger than the invoice",
    },
    { feed: "payments", rule: "duplicate_payment" },
    {
      feed: "payments",
      rule: "paid_before_issue",
      message: "the invoice was issued on 2024-01-10, after this date",
    },
    {
      feed: "payments",
      rule: "unknown_invoice",
      value: "9",
      message: "no invoice has this number yet; the row enters by itself when one arrives",
    },
  ]);
});

it("takes payments in parts together, and notes what is too much", async () => {
  const home = await homeWith({
    "invoices.csv": invoices("1,A,2024-01-01,,100", "2,A,2024-01-01,,100", "3,A,2024-01-01,,100"),
    "payments.csv": payments("1,2024-01-20,60,", "1,2024-02-05,40,", "2,2024-01-20,150,", "3,2024-01-20,60,"),
    "credit_notes.csv": "credit_note_id,invoice_id,credited_on,amount\nN1,3,2024-01-25,40\n",
  });
  expect(
    await home.rows(
      "select invoice_id, settled_on, is_late, overpaid from credit.invoices order by invoice_id",
    ),
  ).toEqual([
    { invoice_id: "1", settled_on: "2024-02-05", is_late: 1, overpaid: "0" },
    { invoice_id: "2", settled_on: "2024-01-20", is_late: 0, overpaid: "50" },
    { invoice_id: "3", settled_on: "2024-01-25", is_late: 0, overpaid: "0" },
  ]);
});

it("lets lines and payments enter by themselves once their invoice and their item arrive", async () => {
  const home = await homeWith({
    "invoice_line_items.csv": "invoice_id,item_id,quantity\n1,K1,2\n1,K2,1\n",
    "payments.csv": payments("1,2024-01-20,,"),
  });
  expect(await home.rows("select count(*) as n from clean.quarantine")).toEqual([{ n: 3 }]);
  await home.dropText("invoices.csv", invoices("1,A,2024-01-01,,"));
  await home.dropText("skus.csv", "item_id,item_cost_price,item_retail_price\nK1,1,2.50\n");
  await home.settle();
  expect(await home.rows(held)).toMatchObject([
    { feed: "invoice_line_items", rule: "unknown_item", value: "K2" },
  ]);
  expect(await home.rows("select total, items, cost, margin, settled_on from credit.invoices")).toEqual([
    { total: "5", items: 2, cost: "2", margin: "3", settled_on: "2024-01-20" },
  ]);
});

it("keeps an invoice without lines and amount, an account that joins later, and the first of two equal account ids", async () => {
  const home = await homeWith({
    "invoices.csv": invoices("1,A,2024-01-10,,"),
    "accounts.csv": "account_id,company_name,joining_date\nA,First,2024-02-01\nA,Second,2020-01-01\n",
  });
  expect(
    await home.rows("select inv_total, acct_age, cum_tot_inv_acct from credit.invoice_features"),
  ).toEqual([{ inv_total: null, acct_age: -22, cum_tot_inv_acct: 1 }]);
  expect(await home.rows(held)).toMatchObject([
    { feed: "accounts", rule: "duplicate", value: "A", message: "the account stands on an earlier row" },
  ]);
});

it("takes the version in the newest file, with a moved due date, and an account's own terms", async () => {
  const home = await homeWith({
    "invoices/2024-01-10.csv": invoices("1,A,2024-01-10,2024-01-20,100", "2,A,2024-01-10,,50"),
    "invoices/2024-01-15.csv": invoices("1,A,2024-01-10,2024-03-01,100"),
    "accounts.csv": "account_id,joining_date,terms_days\nA,2020-01-01,7\n",
  });
  expect(
    await home.rows("select invoice_id, due_on, due_source from clean.invoices order by invoice_id"),
  ).toEqual([
    { invoice_id: "1", due_on: "2024-03-01", due_source: "invoice" },
    { invoice_id: "2", due_on: "2024-01-17", due_source: "account" },
  ]);
  expect(await home.rows(held)).toMatchObject([{ feed: "invoices", rule: "superseded", value: "1" }]);
});

it("takes what is open past its due date as late, and says nothing of what is not due", async () => {
  const home = await homeWith({
    "invoices.csv": invoices("1,A,2024-01-01,,10", "2,A,2024-02-01,,10", "3,B,2024-02-20,,10"),
  });
  const labels = "select invoice_id, is_late from credit.labels order by invoice_id";
  expect(await home.rows(labels)).toEqual([
    { invoice_id: "1", is_late: 1 },
    { invoice_id: "2", is_late: null },
    { invoice_id: "3", is_late: null },
  ]);
  // A later day of any account tells that time has passed.
  await home.dropText("invoices/2024-03-10.csv", invoices("4,B,2024-03-10,,10"));
  await home.settle();
  expect(await home.rows(labels)).toMatchObject([
    { is_late: 1 },
    { is_late: 1 },
    { is_late: null },
    { is_late: null },
  ]);
});

it("reads one wide file of settled invoices with American dates", async () => {
  const home = await homeWith({
    "receivables.csv":
      "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate\n391,0379-NEVHP,4/6/2013,611365,1/2/2013,2/1/2013,55.94,No,1/15/2013,Paper,13,0\n406,8976-AMJEO,3/3/2012,7900770,1/26/2013,2/25/2013,61.74,Yes,3/3/2013,Electronic,36,6\n",
  });
  expect(
    await home.rows(
      "select invoice_id, account_id, due_on, total, settled_on, is_late, disputed_on from credit.invoices order by invoice_id",
    ),
  ).toEqual([
    {
      invoice_id: "611365",
      account_id: "0379-NEVHP",
      due_on: "2013-02-01",
      total: "55.94",
      settled_on: "2013-01-15",
      is_late: 0,
      disputed_on: null,
    },
    {
      invoice_id: "7900770",
      account_id: "8976-AMJEO",
      due_on: "2013-02-25",
      total: "61.74",
      settled_on: "2013-03-03",
      is_late: 1,
      disputed_on: "2013-02-25",
    },
  ]);
});
