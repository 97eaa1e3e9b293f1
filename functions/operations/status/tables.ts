import type { Row, Warehouse } from "../../../shared/ports.ts";

/** What the tables say at a glance. */
export interface StatusTables {
  readonly quarantine: readonly QuarantinedRule[];
  /** Some of the newest rows in quarantine. */
  readonly sample: readonly Row[];
  /** The last days' sales, newest first. */
  readonly sales: readonly Row[];
}

export interface QuarantinedRule {
  readonly feed: string;
  readonly rule: string;
  readonly rows: number;
}

const byRule = `
  select feed, rule, count(*) as number from clean.quarantine
  group by feed, rule order by number desc, feed, rule`;

const newestHeld = `
  select day, feed, rule, column_name, value, message, _object, _row from clean.quarantine
  order by day desc, _object, _row, rule limit 10`;

const lastDays = `
  select business_date, lines, orders, customers, gross, returns, net from metrics.daily_sales
  where dimension = 'company' order by business_date desc limit 14`;

export const readTables = async (warehouse: Warehouse): Promise<StatusTables> => ({
  quarantine: (await warehouse.query(byRule)).map((row) => ({
    feed: String(row["feed"]),
    rule: String(row["rule"]),
    rows: Number(row["number"]),
  })),
  sample: await warehouse.query(newestHeld),
  sales: await warehouse.query(lastDays),
});
