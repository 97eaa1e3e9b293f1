import { expect, it } from "vitest";
import { accountsByRisk, rankedAccount } from "../../../functions/6-publish/credit/credit-sections.ts";
import type { OpenRow } from "../../../functions/6-publish/credit/open-invoices.ts";
import type { Scores } from "../../../functions/6-publish/credit/score-open.ts";
import { weeksAhead } from "../../../functions/6-publish/credit/weekly-cash.ts";

const open = (account_id: string, invoice_id: string, more: Partial<OpenRow> = {}): OpenRow => ({
  ...{ account_id, invoice_id, company_name: `${account_id} Ltd`, branch_name: "north", currency: "EUR" },
  ...{ issued_on: "2024-03-01", due_on: "2024-03-31", disputed_on: null, open_amount: 100, rate: 0.5 },
  ...{ last_day: "2024-03-31", ...more },
});
/** The model knows i1 and i2 as rows 0 and 1; i2's account is new. */
const reasons = [{ feature: "f", words: "w", value: 1, effect: 0.1 }];
const scores = {
  ...{
    moment: "2024-04-01",
    rowOf: new Map([
      ["i1", 0],
      ["i2", 1],
    ]),
  },
  ...{
    chances: Float64Array.of(0.25, 0.1234567),
    reasons: new Map([
      [0, reasons],
      [1, reasons],
    ]),
  },
  isNew: (row: number) => row === 1,
} as unknown as Scores;
const ranked = (...rows: OpenRow[]) => accountsByRisk(rows, scores, undefined);

it("an invoice loses what is open in the base currency times its chance; overdue, or unknown to the model, all of it", () => {
  const [[, account] = ["", undefined]] = ranked(
    open("A", "i1"),
    open("A", "i2", { due_on: "2024-03-30" }),
    open("A", "i3", { open_amount: 10.006 }),
    open("A", "i4", { open_amount: null }),
  );
  expect(
    account?.invoices.map(({ invoice, overdueDays, chance, expectedLoss, amount }) => [
      invoice,
      overdueDays,
      chance,
      expectedLoss,
      amount,
    ]),
  ).toEqual([
    ["i2", 1, 1, 50, 100],
    ["i1", 0, 0.25, 12.5, 100],
    ["i3", 0, 1, 5, 10.01],
    ["i4", 0, 1, 0, null],
  ]);
  expect(account?.invoices.map((invoice) => invoice.reasons.length)).toEqual([0, 1, 0, 0]);
  expect(account).toMatchObject({
    ...{
      name: "A Ltd",
      branch: "north",
      openAmount: 105,
      overdueAmount: 50,
      expectedLoss: 67.5,
      isNew: false,
    },
    ageing: { current: [3, 55], to30: [1, 50] },
  });
  expect(rankedAccount(["A", account as NonNullable<typeof account>])).toMatchObject({
    ...{ account: "A", openInvoices: 4, chance: 0.642857, overdueAmount: 50 },
  });
});

it("the account that may lose most stands first; one of whom nothing is known is new", () => {
  const all = ranked(
    open("A", "i1"),
    open("B", "i2", { branch_name: null }),
    open("C", "i9", { open_amount: 0, company_name: null }),
    open("D", "i8"),
  );
  expect(all.map(([account, { expectedLoss, isNew }]) => [account, expectedLoss, isNew])).toEqual([
    ["D", 50, true],
    ["A", 12.5, false],
    ["B", 6.17, true],
    ["C", 0, true],
  ]);
  expect(all.map(([, { name, branch }]) => [name, branch])).toEqual([
    ["D Ltd", "north"],
    ["A Ltd", "north"],
    ["B Ltd", null],
    [null, "north"],
  ]);
  expect(all.map(rankedAccount).map(({ chance }) => chance)).toEqual([1, 0.25, 0.1234, 0]);
});

it("days late are told in tenths, from the day after the newest", () => {
  const weekly = new Float64Array(2 * weeksAhead);
  // All of i1 comes in the third week, whose middle is day 17.
  weekly[2] = 1;
  const late = (due_on: string) =>
    accountsByRisk([open("A", "i1", { due_on })], scores, weekly)[0]?.[1].invoices[0]?.expectedDaysLate;
  // It is due on the 5th of April: four days after the first unknown one.
  expect([late("2024-04-05"), late("2024-03-31")]).toEqual([13, 18]);
  expect(accountsByRisk([open("A", "i9")], scores, weekly)[0]?.[1].invoices[0]?.expectedDaysLate).toBeNull();
});
