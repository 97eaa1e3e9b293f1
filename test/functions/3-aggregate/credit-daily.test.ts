import { afterAll, beforeAll, expect, it } from "vitest";
import { date } from "../../../shared/sql.ts";
import { type GivenTables, givenTables } from "../given-tables.ts";

let tables: GivenTables;
beforeAll(async () => {
  tables = await givenTables();
  const invoice = (
    invoice_id: string,
    total: number | null,
    issued_on: string,
    due_on: string,
    more = {},
  ) => ({
    ...{ invoice_id, total, issued_on, due_on, branch: "N", ...more },
  });
  await tables.insert("credit.calendar", { last_day: "2024-01-06" });
  await tables.insert(
    "credit.invoices",
    // Issued 89 days before the 1st of January.
    invoice("0", 7, "2023-10-04", "2023-11-01", { settled_on: "2023-10-05" }),
    // Paid late, and known to be from the day after the due date.
    invoice("1", 100, "2024-01-01", "2024-01-03", {
      settled_on: "2024-01-05",
      outcome_on: "2024-01-04",
      is_late: 1,
    }),
    invoice("2", 50, "2024-01-01", "2024-01-03", {
      settled_on: "2024-01-03",
      outcome_on: "2024-01-03",
      is_late: 0,
    }),
    invoice("3", 20, "2024-01-02", "2024-01-03", { outcome_on: "2024-01-04", is_late: 1 }),
    invoice("4", null, "2024-01-02", "2024-01-03"),
    invoice("5", 10, "2024-01-02", "2024-01-10", { branch: null }),
  );
  await tables.insert("credit.daily", { business_date: "2020-01-01", open_amount: 9 });
  const scripts = ["sums_of_parts", "daily"].map((name) => `functions/3-aggregate/credit/${name}.sql`);
  await tables.carryOut(scripts, { from_day: date("0001-01-01") });
});
afterAll(() => tables.close());

const days = (branch: string) =>
  tables.lines(
    `select business_date, open_amount, overdue_amount, issued_amount, issued_90d, decided, late from credit.daily
      where business_date >= date '2024-01-01' and branch ${branch} order by business_date`,
  );

it("each day has what is open and overdue at its end, what was issued and what was decided", async () => {
  expect(await days("= 'N'")).toEqual([
    "2024-01-01 150 0 150 157 0 0",
    "2024-01-02 170 0 20 170 0 0",
    "2024-01-03 120 0 0 170 1 0",
    "2024-01-04 120 120 0 170 2 2",
    "2024-01-05 20 20 0 170 0 0",
    "2024-01-06 20 20 0 170 0 0",
  ]);
});

it("a branch has every day, also without a name and before its first invoice, and old rows go", async () => {
  expect((await days("is null")).slice(0, 3)).toEqual([
    "2024-01-01 0 0 0 0 0 0",
    "2024-01-02 10 0 10 10 0 0",
    "2024-01-03 10 0 0 10 0 0",
  ]);
  const [counted] = await tables.lines(
    "select count(*), min(business_date), max(business_date) from credit.daily",
  );
  // From the 4th of October on: 28 + 30 + 31 + 6 days of two branches.
  expect(counted).toBe("190 2023-10-04 2024-01-06");
});
