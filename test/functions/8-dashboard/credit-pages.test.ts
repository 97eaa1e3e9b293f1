import { afterAll, beforeAll, expect, it } from "vitest";
import { RiskAnswer } from "../../../functions/7-predict/credit/api.ts";
import { ask } from "../../../functions/operations/ask-predict.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { creditCompany } from "../../shared/tasks/credit-company.ts";
import { pagesOf } from "./asked-pages.ts";
import { factIn, off } from "./said.ts";
import { numberOf, tableIn } from "./shown-chart.ts";

let home: OpenedHome;
beforeAll(async () => {
  home = await openTemporaryHome();
  for (const { name, text } of creditCompany()) await home.dropText(name, text);
  await home.settle();
}, 300_000);
afterAll(() => home.discard());

/** By age, in the order of the page: how many open invoices, and what is open. */
const agesOf = async (where = "true") => {
  const rows = await home.rows(`
    select age, count(*) as n, cast(sum(open_amount) as float64) as amount
    from (
      select greatest(total - paid - credited, 0) as open_amount,
        case
          when days <= 0 then 0 when days <= 30 then 1 when days <= 60 then 2 when days <= 90 then 3 else 4
        end as age
      from (
        select *, date_diff(last_day, due_on, day) as days
        from credit.invoices cross join credit.calendar
        where settled_on is null and ${where}
      )
    )
    group by age`);
  return [0, 1, 2, 3, 4].map((age) => {
    const found = rows.find((row) => row["age"] === age);
    return [Number(found?.["n"] ?? 0), Number(found?.["amount"] ?? 0)] as const;
  });
};

const shownAges = (text: string) =>
  tableIn(text, "Ageing").map(([name, invoices, amount]) => [name, numberOf(invoices), numberOf(amount)]);

const expectAges = (text: string, ages: Awaited<ReturnType<typeof agesOf>>) => {
  const shown = shownAges(text);
  expect(shown.map(([name]) => name)).toEqual([
    "Not due",
    "1 to 30 days",
    "31 to 60 days",
    "61 to 90 days",
    "Over 90 days",
    "Total",
  ]);
  const all = [0, 1].map((place) => ages.reduce((sum, each) => sum + (each[place] ?? 0), 0));
  for (const [place, [invoices = 0, amount = 0]] of [...ages, all].entries()) {
    expect(shown[place]?.[1]).toBe(invoices);
    // Large amounts are shown without decimals.
    expect(Math.abs(Number(shown[place]?.[2]) - amount)).toBeLessThanOrEqual(0.51);
  }
};

it("open invoices stand by age, as the tables say, and none of a branch that there is not", async () => {
  const pages = pagesOf(home);
  const ages = await agesOf();
  expect(ages.filter(([invoices]) => invoices > 0).length).toBeGreaterThanOrEqual(2);
  expectAges((await pages.get("/credit")).text, ages);
  expect(shownAges((await pages.get("/credit?branch=nowhere")).text)).toEqual([]);
});

it("an account's page shows its own ages and each of its open invoices", async () => {
  const [account] = await home.rows(
    "select account_id as id, count(*) as n from credit.invoices where settled_on is null group by account_id order by n desc, id limit 1",
  );
  const id = String(account?.["id"]);
  const { text } = await pagesOf(home).get(`/credit/${encodeURIComponent(id)}`);
  expectAges(text, await agesOf(`account_id = '${id}'`));
  const invoices = await home.rows(
    `select invoice_id as id from credit.invoices where account_id = '${id}' and settled_on is null order by id`,
  );
  expect(
    tableIn(text, "Open invoices")
      .map(([invoice]) => invoice)
      .sort(),
  ).toEqual(invoices.map(({ id: invoice }) => invoice));
});

it("says the ages to a viewer, who sees no account", async () => {
  const { text } = await pagesOf(home, "viewer").get("/credit");
  expect(shownAges(text)).toHaveLength(6);
  expect(text).not.toMatch(/href="\/credit\/[^"?]/);
});

it("expected losses and chances are those that the service answers, which its own tests hold against the tables", async () => {
  const text = (await pagesOf(home, "operator").get("/credit")).text;
  const risk = RiskAnswer.parse(await ask(home.platform, "/v1/risk?limit=1000"));
  expect(off(factIn(text, "Late, expected"), risk.expectedLoss)).toBe(0);
  const rows = tableIn(text, "Whom to call first");
  expect(rows).toHaveLength(Math.min(100, risk.accounts.length));
  for (const [place, cells] of rows.entries()) {
    const [loss, , , chance] = cells.slice(-5);
    expect(off(loss, risk.accounts[place]?.expectedLoss), cells.join()).toBe(0);
    expect(off(chance, risk.accounts[place]?.chance), cells.join()).toBe(0);
  }
});
