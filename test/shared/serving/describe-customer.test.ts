import { expect, it } from "vitest";
import { describe } from "../../../shared/serving/describe-customer.ts";
import type { CompanyView } from "../../../shared/serving/sections/company.ts";
import type { CustomerHistory } from "../../../shared/serving/sections/customers.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";

const task = loadTask("spend_30d");
const asked = { task, card: { sequences: null } };
/** Bought for 10 and took it all back: only the company's average order is expected. */
const undecided = (country: string): CustomerHistory => ({
  days: [["2023-12-05", country, 1, 2, 1, 10, 10, 0]],
  ...{ joined: null, age: null },
});
const company = {
  countries: [
    ["2023-12-31", "GB", 2, 50],
    ["2024-01-01", "DE", 1, 90],
    ["2024-01-31", "DE", 1, 60],
    ["2024-02-01", "GB", 4, 1000],
  ],
} as unknown as CompanyView;

const row = (date: string, country = "DE", view = company) => {
  const inputs = describe(asked, undecided(country), view, { date });
  const feature = (name: string) => inputs?.x[inputs.features.indexOf(name)];
  // 30 days × an order in 3,000 days: a hundredth of the average order.
  return [feature("home_country"), Math.round(1e6 * 100 * (inputs?.expected[0] ?? 0)) / 1e6];
};

it("a customer is compared with the company up to the end of the month before the previous day's", () => {
  // Two orders in each country: the first by name is home. 200 in four orders.
  expect(row("2024-02-02")).toEqual([1, 50]);
  expect(row("2024-02-29", "GB")).toEqual([0, 50]);
  // On the first of a month, the previous day's month is not over.
  expect(row("2024-02-01")).toEqual([0, 25]);
  expect(row("2024-03-01")).toEqual([1, 50]);
  expect(row("2024-03-02", "GB")).toEqual([1, 150]);
});

it("before a whole month is known, with nothing but the own orders", () => {
  expect(row("2023-12-31")).toEqual([Number.NaN, 10]);
  expect(row("2024-02-02", "DE", { countries: [] } as unknown as CompanyView)).toEqual([Number.NaN, 10]);
});

it("a basket of today counts as a day, and what is known of that day or later is left out", () => {
  const history: CustomerHistory = {
    ...undecided("DE"),
    days: [
      ...undecided("DE").days,
      ["2024-02-10", "DE", 9, 9, 9, 900, 0, 900],
      ["2024-02-11", "DE", 9, 9, 9, 900, 0, 900],
    ],
  };
  const basket = { amount: 20, items: 2, orders: 1, returns: 0, discount: 0.5 };
  const inputs = describe(asked, history, company, { date: "2024-02-10", today: basket });
  const same = describe(
    asked,
    { ...history, days: [...undecided("DE").days, ["2024-02-10", null, 1, 2, 1, 10, 0, 10]] },
    company,
    { date: "2024-02-11" },
  );
  expect(inputs?.x).toEqual(same?.x);
  expect(inputs?.expected).toEqual(same?.expected);
  expect(describe(asked, undefined, company, { date: "2024-02-10" })).toBeUndefined();
  expect(describe(asked, undefined, company, { date: "2024-02-10", today: basket })?.rows).toBe(1);
});

it("a model that reads no sequence is given none, another one as many days as its task says", () => {
  const reading = { task, card: { sequences: { channels: ["net"], steps: 1 } } };
  const inputs = describe(reading, undecided("DE"), company, { date: "2024-02-10" });
  expect(inputs?.sequences?.values.length).toBe(
    (task.sequence?.days ?? 0) * (task.sequence?.channels.length ?? 0),
  );
  expect(describe(asked, undecided("DE"), company, { date: "2024-02-10" })?.sequences).toBeUndefined();
});
