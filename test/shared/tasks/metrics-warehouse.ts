import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { type LocalWarehouse, openWarehouse } from "../../../infra/local/warehouse.ts";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import { rawTables } from "../../../shared/contracts/raw-tables.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { date } from "../../../shared/sql.ts";

/** A customer's day; by default one order of one item. */
export interface ShoppingDay {
  readonly date: string;
  readonly customer: string;
  readonly country?: string;
  readonly orders?: number;
  readonly items?: number;
  readonly gross?: number;
  readonly returns?: number;
}

export interface MetricsWarehouse extends LocalWarehouse {
  /** Adds customer-days, and the company's days with them. */
  add(days: readonly ShoppingDay[]): Promise<void>;
  /** Removes all metrics from the date on. */
  cutFrom(day: string): Promise<void>;
}

const opened: { warehouse: LocalWarehouse; folder: string }[] = [];

afterEach(async () => {
  for (const { warehouse, folder } of opened.splice(0)) {
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The tables that tasks read, without the pipeline that fills them. */
export const metricsWarehouse = async (days: readonly ShoppingDay[] = []): Promise<MetricsWarehouse> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-tasks-"));
  const warehouse = openWarehouse({ path: join(folder, "warehouse.duckdb"), pathOf: async (name) => name });
  opened.push({ warehouse, folder });
  await warehouse.define(rawTables(loadFeeds()));
  for (const subject of ["sales", "credit", "tiers"]) {
    const tables = new URL(`../../../functions/3-aggregate/${subject}/tables.sql`, import.meta.url);
    await warehouse.define(readFileSync(tables, "utf8"));
  }
  const filled: MetricsWarehouse = {
    ...warehouse,
    add: (more) => addShopping(warehouse, more),
    cutFrom: (day) => warehouse.run({ id: randomUUID(), script: cutting, params: { day: date(day) } }),
  };
  if (days.length > 0) await filled.add(days);
  return filled;
};

/** Adds customer-days, and the company's days with them, to any warehouse that has the tables. */
export const addShopping = (warehouse: Pick<Warehouse, "run">, days: readonly ShoppingDay[]): Promise<void> =>
  warehouse.run({ id: randomUUID(), script: adding, params: { rows: textOf(days) } });

const textOf = (days: readonly ShoppingDay[]) => ({
  type: "ARRAY<STRING>" as const,
  value: days.map(({ date: day, customer, country = "", orders = 1, items = 1, gross = 10, returns = 0 }) =>
    [day, customer, country, orders, items, gross.toFixed(4), returns.toFixed(4)].join("|"),
  ),
});

const adding = `
create or replace temp table added as
select
  cast(cell[offset(0)] as date) as business_date, cell[offset(1)] as customer_id, nullif(cell[offset(2)], '') as country,
  cast(cell[offset(3)] as int64) as orders, cast(cell[offset(4)] as int64) as items,
  cast(cell[offset(5)] as numeric) as gross, cast(cell[offset(6)] as numeric) as returns
from (select split(line, '|') as cell from unnest(@rows) as line);

insert into metrics.daily_customer_metrics (
  business_date, customer_id, country, orders, return_orders, items, items_returned, unique_products, gross, returns, net
)
select business_date, customer_id, country, orders, 0, items, 0, items, gross, returns, gross - returns from added;

insert into metrics.daily_sales (
  business_date, dimension, value, lines, orders, items, customers, guest_lines, gross, returns, net
)
select
  business_date, 'company', 'all', count(*), sum(orders), sum(items), count(*), 0, sum(gross), sum(returns),
  sum(gross) - sum(returns)
from added group by business_date
union all
select
  business_date, 'country', ifnull(country, 'UNKNOWN'), count(*), sum(orders), sum(items), count(*), 0, sum(gross),
  sum(returns), sum(gross) - sum(returns)
from added group by business_date, ifnull(country, 'UNKNOWN')`;

const cutting = `
delete from metrics.daily_customer_metrics where business_date >= @day;
delete from metrics.daily_sales where business_date >= @day`;
