import type { Warehouse } from "../../../shared/ports.ts";

const byRule = `
  select feed, rule, count(*) as number from clean.quarantine
  group by feed, rule order by number desc, feed, rule`;

const newestHeld = `
  select day, feed, rule, column_name, value, message, _object, _row from clean.quarantine
  order by day desc, _object, _row, rule limit 10`;

const lastDays = `
  select business_date, lines, orders, customers, gross, returns, net from metrics.daily_sales
  where dimension = 'company' order by business_date desc limit 14`;

/** What the tables say at a glance. */
export const readTables = async (warehouse: Warehouse) => ({
  quarantine: (await warehouse.query(byRule)).map((row) => ({
    feed: String(row["feed"]),
    rule: String(row["rule"]),
    rows: Number(row["number"]),
  })),
  /** Some of the newest rows in quarantine. */
  sample: await warehouse.query(newestHeld),
  /** The last days' sales, newest first. */
  sales: await warehouse.query(lastDays),
});
export type StatusTables = Awaited<ReturnType<typeof readTables>>;
