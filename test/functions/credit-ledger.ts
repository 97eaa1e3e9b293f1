import { credit } from "../../functions/3-aggregate/credit/credit.ts";
import { type GivenTables, givenTables } from "./given-tables.ts";

/**
 * Account A has a limit of 200 and six invoices: 1 is two lines, paid in two parts, the last on the day it is due; 2 is paid
 * a week late, the last penny a day after the rest; 3 is settled by a credit note, 4 is overpaid, 5 is contested and open, 6
 * states no amount. B never pays 9. B's invoice 7 makes 18 June the newest day: 5 is due on it, and 6 on the day after.
 */
export const givenLedger = async (): Promise<GivenTables> => {
  const tables = await givenTables();
  await tables.insert("clean.accounts", { account_id: "A", joined_on: "2024-01-01", credit_limit: 200 });
  await tables.insert(
    "clean.invoices",
    invoice("1", "A", "2024-01-10", "2024-01-20", 999),
    invoice("2", "A", "2024-01-20", "2024-02-19", 100),
    invoice("3", "A", "2024-02-20", "2024-03-01", 60),
    invoice("4", "A", "2024-02-26", "2024-03-10", 80),
    invoice("5", "A", "2024-05-19", "2024-06-18", 40),
    invoice("6", "A", "2024-05-20", "2024-06-19", null),
    invoice("7", "B", "2024-06-18", "2024-07-18", 10),
    invoice("9", "B", "2024-01-05", "2024-03-20", 10),
  );
  const line = { issued_on: "2024-01-10", invoice_id: "1" };
  await tables.insert(
    "clean.invoice_lines",
    { ...line, item_id: "K1", quantity: 2, unit_price: 10, unit_cost: 6 },
    { ...line, item_id: "K2", quantity: 1, unit_price: 30, unit_cost: 20 },
  );
  const payment = (
    invoice_id: string,
    issued_on: string,
    paid_on: string,
    amount: number,
    kind = "payment",
  ) => ({
    ...{ invoice_id, issued_on, paid_on, amount, kind },
  });
  await tables.insert(
    "clean.payments",
    payment("1", "2024-01-10", "2024-01-15", 20),
    payment("1", "2024-01-10", "2024-01-20", 30),
    payment("2", "2024-01-20", "2024-02-25", 99.99),
    payment("2", "2024-01-20", "2024-02-26", 0.01),
    payment("3", "2024-02-20", "2024-02-25", 60, "credit_note"),
    payment("4", "2024-02-26", "2024-03-05", 100),
  );
  await tables.insert("clean.disputes", {
    issued_on: "2024-05-19",
    invoice_id: "5",
    disputed_on: "2024-05-25",
  });
  const issued = ["01-05", "01-10", "01-20", "02-20", "02-26", "05-19", "05-20", "06-18"];
  await tables.run(
    await credit.rebuild(
      tables.platform,
      issued.map((day) => `2024-${day}`),
    ),
  );
  return tables;
};

export const invoice = (
  invoice_id: string,
  account_id: string,
  issued_on: string,
  due_on: string,
  stated_amount: number | null,
) => ({ invoice_id, account_id, issued_on, due_on, stated_amount });
