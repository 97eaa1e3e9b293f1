import { afterAll, beforeAll, expect, it } from "vitest";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { creditCompany } from "../../shared/tasks/credit-company.ts";
import { companyFiles } from "../7-predict/trained-home.ts";
import { pagesOf } from "./asked-pages.ts";
import { numberOf, tableIn } from "./shown-chart.ts";

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

const favouritesOf = (id: string) =>
  home.rows(`
    select stock_code as product, count(distinct invoice_no) as orders, cast(sum(quantity) as float64) as items,
      cast(round(sum(gross), 2) as float64) as gross
    from clean.lines
    where customer_id = '${id}' and quantity > 0
      and business_date > date_sub((select max(business_date) from metrics.daily_sales), interval 365 day)
    group by stock_code order by orders desc, sum(gross) desc, product limit 5`);

const shownFavourites = async (id: string) =>
  tableIn((await pagesOf(home).get(`/customers/${id}`)).text, "Bought most often");

it("shows what a customer bought most often, as the tables count it, also after a correction", async () => {
  const [most] = await home.rows(
    "select customer_id as id from clean.lines where not is_guest group by customer_id order by count(*) desc, id limit 1",
  );
  for (const id of [String(most?.["id"]), account]) {
    const known = await favouritesOf(id);
    expect(known.length).toBeGreaterThanOrEqual(3);
    const shown = await shownFavourites(id);
    expect(shown.map(([, ...figures]) => figures.map(numberOf))).toEqual(
      known.map(({ orders, items, gross }) => [orders, items, gross].map(Number)),
    );
    for (const [place, { product }] of known.entries()) expect(shown[place]?.[0]).toContain(String(product));
  }
  // The file again, with one product instead of three, one of them returned, and a name for it.
  await home.dropText(
    "transactions/2024-01-15-more.csv",
    `invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id\nZ1,P0009,<b>Mug</b>,2,2024-01-15T10:00:00,5,${account}\nZ2,P0009,UNKNOWN,-1,2024-01-15T11:00:00,5,${account}\n`,
  );
  await home.settle();
  expect(await shownFavourites(account)).toEqual([["&lt;b&gt;Mug&lt;/b&gt; P0009", "1", "2", "£10.00"]]);
});
