import { expect, it } from "vitest";
import { daybook, daybookWith, put, temporaryFolder } from "./laptop-process.ts";

const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,currency,customer_id\n";
const sale = (day: string) => `${header}A${day},P1,2,${day}T10:00:00,2.50,EUR,C1\n`;

it("a home keeps the currency that it was made with, and refuses another one until it is changed for good", async () => {
  const folder = temporaryFolder();
  const home = `${folder}/home`;
  put(folder, "a/transactions/2024-10-05.csv", sale("2024-10-05"));
  put(folder, "b/transactions/2024-10-06.csv", sale("2024-10-06"));
  const figures = async () => {
    const sql = "select net from metrics.daily_sales where dimension = 'company' order by business_date";
    return JSON.parse((await daybook("--home", home, "--json", "sql", sql)).stdout);
  };
  const made = await daybookWith({ DAYBOOK_BASE_CURRENCY: "EUR" }, "--home", home, "run", `${folder}/a`);
  expect(made.code).toBe(0);
  expect((await daybook("--home", home, "run", `${folder}/b`)).code).toBe(0);
  expect(await figures()).toEqual([{ net: "5" }, { net: "5" }]);
  const refused = await daybookWith({ DAYBOOK_BASE_CURRENCY: "GBP" }, "--home", home, "run", `${folder}/b`);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("keeps its base currency, EUR, but GBP was given");
  expect(refused.stderr).toContain(`--home ${home} settings --base-currency GBP`);
  expect((await daybook("--home", home, "settings", "--base-currency", "GBP")).stdout).toContain(
    "2 days made anew",
  );
  // No rate is known: the lines wait in quarantine, and no euro is called a pound.
  expect(await figures()).toEqual([]);
  expect((await daybook("--home", home, "settings")).stdout).toContain("Base currency  GBP");
}, 240_000);
