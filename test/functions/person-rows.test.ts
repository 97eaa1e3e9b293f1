import { afterAll, beforeAll, expect, it } from "vitest";
import { rawAndClean } from "../../functions/2-clean/erase-lines.ts";
import { customerMetrics } from "../../functions/3-aggregate/erase-metrics.ts";
import { causes } from "../../functions/4-analyze/erase-insights.ts";
import { predictions } from "../../functions/6-publish/erase-predictions.ts";
import { text } from "../../shared/sql.ts";
import { type GivenTables, givenTables } from "./given-tables.ts";

// A certificate of an erasure rests on these counts: each place must be counted, and nobody else's rows.
let tables: GivenTables;

beforeAll(async () => {
  tables = await givenTables();
  const of = (column: string) => (who: string) => ({ [column]: who });
  const [customer, account] = [of("customer_id"), of("account_id")];
  const both = async (table: string, rowOf: (who: string) => Record<string, string>) =>
    tables.insert(table, rowOf("S"), rowOf("S"), rowOf("T"), rowOf("U"), rowOf("V"));
  for (const table of ["raw.transactions", "raw.customers", "clean.lines", "predictions.spend"])
    await both(table, customer);
  for (const table of [
    "daily_customer_metrics",
    "customers",
    "first_orders",
    "tiers",
    "tier_changes_due",
    "kpi_tiers",
  ])
    await both(`metrics.${table}`, customer);
  for (const table of [
    "raw.accounts",
    "raw.contacts",
    "raw.invoices",
    "clean.accounts",
    "clean.invoices",
    "clean.accounts_history",
    "clean.invoices_history",
  ])
    await both(table, account);
  for (const table of ["invoices", "account_days", "invoice_features", "labels"])
    await both(`credit.${table}`, account);
  await tables.insert(
    "insights.drivers",
    { dimension_1: "customer", segment_1: "S", dimension_2: "country", segment_2: "T" },
    { dimension_1: "country", segment_1: "T", dimension_2: "customer", segment_2: "S" },
    { dimension_2: "country", segment_2: "T", dimension_3: "customer", segment_3: "S" },
    // A country of the same name is no person.
    {
      dimension_1: "country",
      segment_1: "S",
      dimension_2: "store",
      segment_2: "S",
      dimension_3: "product",
      segment_3: "S",
    },
    {
      dimension_1: "customer",
      segment_1: "T",
      dimension_2: "customer",
      segment_2: "T",
      dimension_3: "customer",
      segment_3: "T",
    },
  );
  const cancelled = (who: string) => ({ offset_orders: `[{"invoice":"S","customer":"${who}"}]` });
  await tables.insert("insights.explanations", cancelled("S"), cancelled("SS"), cancelled("T"));
});
afterAll(() => tables.close());

const left = async (eraser: typeof causes) =>
  (await eraser.remnants(tables.platform, { id: "S", hash: "" })).map(
    ({ place, rows }) => `${place} ${rows}`,
  );

it("counts the person in every raw and clean table", async () => {
  expect(await left(rawAndClean)).toEqual([
    ...[
      "raw.accounts 2",
      "clean.accounts_history 2",
      "raw.contacts 2",
      "raw.customers 2",
      "raw.invoices 2",
      "clean.invoices_history 2",
      "raw.transactions 2",
    ],
    ...["clean.lines 2", "clean.accounts 2", "clean.invoices 2"],
  ]);
});

it("counts the person in every table of metrics", async () => {
  expect(await left(customerMetrics)).toEqual([
    ...["metrics.daily_customer_metrics 2", "metrics.customers 2"],
    ...["credit.invoices 2", "credit.account_days 2", "credit.invoice_features 2", "credit.labels 2"],
    ...["metrics.tiers 2", "metrics.tier_changes_due 2", "metrics.first_orders 2", "metrics.kpi_tiers 2"],
  ]);
});

it("counts the person as a cause, wherever it is named, and as one whose order was cancelled", async () => {
  expect(await left(causes)).toEqual(["insights.drivers 3", "insights.explanations 1"]);
});

it("counts and erases the person's predictions, and nobody else's", async () => {
  expect(await left(predictions)).toEqual(["predictions.spend 2"]);
  await tables.carryOut("functions/6-publish/erase_person.sql", { subject: text("S") });
  expect(await tables.lines("select customer_id from predictions.spend order by 1")).toEqual(["T", "U", "V"]);
});
