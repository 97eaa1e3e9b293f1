import { afterAll, beforeAll, expect, it } from "vitest";
import { credit } from "../../../functions/3-aggregate/credit/credit.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { stream } from "../../../shared/learning/random.ts";
import { type GivenTables, givenTables } from "../given-tables.ts";

const firstDay = dayOf("2024-01-01");
const dayCount = 80;

interface Payment {
  readonly day: number;
  /** In pence; undefined is the rest. */
  readonly amount: number | undefined;
}

interface Invoice {
  readonly id: string;
  readonly account: string;
  readonly issued: number;
  readonly due: number;
  readonly total: number;
  readonly payments: readonly Payment[];
}

const random = stream(7, "part payments");
const invoices = Array.from({ length: 120 }, (_, place): Invoice => {
  const issued = random.below(60);
  const total = 100 + random.below(20_000);
  const payments = Array.from({ length: random.below(5) }, () => ({
    day: issued + random.below(dayCount - issued),
    amount: random.chance(0.1) ? undefined : 1 + random.below(Math.ceil(total / 2)),
  }));
  return {
    id: `I${place}`,
    account: `A${random.below(4)}`,
    issued,
    due: issued + random.below(25),
    total,
    payments,
  };
});

/** What is left of an invoice at the end of a day, by adding up what has come in. */
const openAt = ({ issued, total, payments }: Invoice, day: number): number => {
  if (day < issued) return 0;
  const come = payments.filter((payment) => payment.day <= day);
  if (come.some(({ amount }) => amount === undefined)) return 0;
  return Math.max(0, total - come.reduce((sum, { amount = 0 }) => sum + amount, 0));
};

const money = (pence: number) => Number((pence / 100).toFixed(2));
const dateOf = (day: number) => isoDate(firstDay + day);
const lastDay = Math.max(
  ...invoices.flatMap(({ issued, payments }) => [issued, ...payments.map(({ day }) => day)]),
);

let tables: GivenTables;
beforeAll(async () => {
  tables = await givenTables();
  await tables.insert(
    "clean.invoices",
    ...invoices.map(({ id, account, issued, due, total }) => ({
      ...{
        invoice_id: id,
        account_id: account,
        issued_on: dateOf(issued),
        due_on: dateOf(due),
        stated_amount: money(total),
      },
    })),
  );
  await tables.insert(
    "clean.payments",
    ...invoices.flatMap(({ id, issued, payments }) =>
      payments.map(({ day, amount }, place) => ({
        ...{ invoice_id: id, issued_on: dateOf(issued), paid_on: dateOf(day), _row: place },
        ...{
          kind: place === 1 ? "credit_note" : "payment",
          amount: amount === undefined ? null : money(amount),
        },
      })),
    ),
  );
  const days = [...new Set(invoices.map(({ issued }) => dateOf(issued)))].sort();
  await tables.run(await credit.rebuild(tables.platform, days));
});
afterAll(() => tables.close());

const openOf = (own: readonly Invoice[], day: number): number =>
  money(own.reduce((sum, invoice) => sum + openAt(invoice, day), 0));
const overdueOf = (own: readonly Invoice[], day: number): number =>
  openOf(
    own.filter(({ due }) => due < day),
    day,
  );

it("what is open and overdue of an account falls on the day of each payment", async () => {
  const lines = await tables.lines(
    "select account_id, day, open_amount, overdue_amount from credit.account_days order by account_id, day",
  );
  const found = new Map<string, string>();
  for (const line of lines)
    found.set(line.split(" ").slice(0, 2).join(" "), line.split(" ").slice(2).join(" "));
  let compared = 0;
  for (const [account, own] of Map.groupBy(invoices, (invoice) => invoice.account)) {
    let standing = "0 0";
    for (let day = 0; day <= lastDay; day++) {
      standing = found.get(`${account} ${dateOf(day)}`) ?? standing;
      const expected = `${openOf(own, day)} ${overdueOf(own, day)}`;
      expect(`${account} ${dateOf(day)} ${standing}`).toBe(`${account} ${dateOf(day)} ${expected}`);
      compared++;
    }
  }
  expect(compared).toBe(4 * (lastDay + 1));
  expect(Number((await tables.lines("select count(*) from credit.part_payments"))[0])).toBeGreaterThan(60);
});

it("the company's days say the same", async () => {
  const expected = Array.from({ length: lastDay + 1 }, (_, day) => {
    return `${dateOf(day)} ${openOf(invoices, day)} ${overdueOf(invoices, day)}`;
  }).filter((line) => line >= dateOf(Math.min(...invoices.map(({ issued }) => issued))));
  expect(
    await tables.lines(
      "select business_date, open_amount, overdue_amount from credit.daily order by business_date",
    ),
  ).toEqual(expected);
});
