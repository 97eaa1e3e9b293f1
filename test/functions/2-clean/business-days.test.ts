import { expect, it, vi } from "vitest";
import { temporaryHome } from "../../e2e/temporary-home.ts";

// Each test is a home with several publications: minutes where other work takes the cores.
vi.setConfig({ testTimeout: 300_000 });

const invoices = [
  "invoice_id,account_id,date_issued,due_date,amount",
  // A Wednesday, a Friday and a Saturday before a Monday that is a bank holiday in London, and a Friday before Christmas.
  ...["wednesday,A,2024-01-10,,10", "friday,A,2024-05-03,,10", "saturday,A,2024-05-04,,10"],
  ...["christmas,A,2023-12-22,,10", "stated,A,2024-05-03,2024-05-12,10"],
  ...["all days,B,2024-05-03,,10", "usual terms,C,2024-01-10,,10", "at once,D,2024-05-05,,10", ""],
].join("\n");
const due = "select invoice_id, due_on, due_source from clean.invoices order by invoice_id";

it("counts terms in business days where the account says so", async () => {
  const home = await temporaryHome();
  await home.dropText("invoices.csv", invoices);
  await home.dropText(
    "accounts.csv",
    "account_id,terms_days,business_days\nA,5,yes\nB,5,no\nC,,yes\nD,0,yes\n",
  );
  await home.dropText("payments.csv", "invoice_id,paid_on\nfriday,2024-05-13\nsaturday,2024-05-14\n");
  await home.settle();
  expect(await home.rows(due)).toEqual([
    { invoice_id: "all days", due_on: "2024-05-08", due_source: "account" },
    { invoice_id: "at once", due_on: "2024-05-05", due_source: "account" },
    // 27, 28 and 29 December, 2 and 3 January.
    { invoice_id: "christmas", due_on: "2024-01-03", due_source: "account" },
    // 7, 8, 9, 10 and 13 May: the same from a Friday and from the Saturday after it.
    { invoice_id: "friday", due_on: "2024-05-13", due_source: "account" },
    { invoice_id: "saturday", due_on: "2024-05-13", due_source: "account" },
    { invoice_id: "stated", due_on: "2024-05-12", due_source: "invoice" },
    // Thirty business days are six weeks where no day of them is a holiday.
    { invoice_id: "usual terms", due_on: "2024-02-21", due_source: "company" },
    { invoice_id: "wednesday", due_on: "2024-01-17", due_source: "account" },
  ]);
  expect(
    await home.rows(
      "select invoice_id, is_late from credit.labels where invoice_id in ('friday', 'saturday') order by invoice_id",
    ),
  ).toEqual([
    { invoice_id: "friday", is_late: 0 },
    { invoice_id: "saturday", is_late: 1 },
  ]);

  // Invoices that are there follow the register.
  await home.dropText("accounts.csv", "account_id,terms_days,business_days\nA,5,no\nB,5,yes\n");
  await home.settle();
  const moved = await home.rows(`${due.replace("order", "where due_source = 'account' order")}`);
  expect(moved.map(({ invoice_id, due_on }) => `${invoice_id} ${due_on}`)).toEqual([
    ...["all days 2024-05-13", "christmas 2023-12-27", "friday 2024-05-08", "saturday 2024-05-09"],
    "wednesday 2024-01-15",
  ]);
});
