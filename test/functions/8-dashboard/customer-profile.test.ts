import { afterAll, beforeAll, expect, it } from "vitest";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { creditCompany } from "../../shared/tasks/credit-company.ts";
import { companyFiles } from "../7-predict/trained-home.ts";
import { pagesOf } from "./asked-pages.ts";
import { numberOf } from "./shown-chart.ts";

/** A customer of the shops who also buys on credit: the account that owes most, under the same id. */
let home: OpenedHome;
let account: string;
beforeAll(async () => {
  home = await openTemporaryHome();
  for (const { name, text } of [...companyFiles(40), ...creditCompany()]) await home.dropText(name, text);
  await home.settle();
  const [largest] = await home.rows(
    "select account_id as id, sum(total - paid - credited) as open_amount from credit.invoices where settled_on is null group by account_id order by open_amount desc limit 1",
  );
  account = String(largest?.["id"]);
  await home.dropText(
    "transactions/2024-01-15-more.csv",
    `invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id\nZ1,P0001,1,2024-01-15T10:00:00,5,${account}\nZ2,P0002,2,2024-01-15T11:00:00,5,${account}\nZ3,P0003,1,2024-01-15T12:00:00,5,${account}\n`,
  );
  await home.settle();
}, 300_000);
afterAll(() => home.discard());

const fact = (text: string, name: string) =>
  new RegExp(`<dt>${name}</dt><dd>(?:<span[^>]*>)?([^<]*)`).exec(text)?.[1];

it("a profile names the tier in force with the reason that the table gives", async () => {
  const tiers = await home.rows(
    "select customer_id as id, tier, reason from metrics.tiers where valid_to is null order by tier, customer_id",
  );
  const one = [...new Map(tiers.map((row) => [row["tier"], row])).values()];
  expect(one.length).toBeGreaterThanOrEqual(2);
  for (const { id, tier, reason } of one) {
    const { text } = await pagesOf(home).get(`/customers/${id}`);
    expect(fact(text, "Tier")).toBe(tier);
    expect(text).toContain(String(reason));
    expect(text).not.toContain("On credit");
  }
});

it("shows what a customer who buys on credit owes, as the account's page does", async () => {
  const { status, text } = await pagesOf(home).get(`/customers/${account}`);
  expect(status).toBe(200);
  const [owed] = await home.rows(
    `select cast(round(sum(greatest(total - paid - credited, 0)), 2) as float64) as open_amount, count(*) as n
     from credit.invoices where account_id = '${account}' and settled_on is null`,
  );
  expect(numberOf(fact(text, "Open"))).toBe(owed?.["open_amount"]);
  expect(numberOf(fact(text, "Open invoices"))).toBe(owed?.["n"]);
  const page = await pagesOf(home).get(`/credit/${account}`);
  expect(fact(text, "Late, expected")).toBe(fact(page.text, "Late, expected"));
  expect(text).toContain(`href="/credit/${account}"`);
});
