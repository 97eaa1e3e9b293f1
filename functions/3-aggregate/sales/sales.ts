import { firstDate, lastDate } from "../../../shared/dates.ts";
import type { Params, Warehouse } from "../../../shared/ports.ts";
import { bool, date, dayParams, sqlFile, texts } from "../../../shared/sql.ts";
import type { MetricsSubject } from "../subject.ts";
import { tiersOfTouched } from "../tiers/tiers.ts";

// The order matters: the first file notes what the days contributed to each customer, and the last takes it off.
const script = ["daily_customer_metrics.sql", "daily_sales.sql", "customers.sql"]
  .map((name) => sqlFile(import.meta.url, name))
  .join("\n;\n");

const lostDays = sqlFile(import.meta.url, "lost_days.sql");

/** Daily figures of customers, of the company and its parts, and the lifetimes of customers. */
export const sales: MetricsSubject = {
  name: "sales-metrics",
  feeds: ["transactions"],
  countPerson: sqlFile(import.meta.url, "person.sql"),
  async rebuild(platform, days) {
    const { warehouse } = platform;
    const range = dayParams(days);
    const tiers = await tiersOfTouched(platform);
    return {
      script: `${script}\n;\n${tiers.script}`,
      params: { ...range, ...(await recountParams(warehouse, range)), ...tiers.params },
    };
  },
};

/** A statement does not take more ids than this. Beyond it, history is read for all customers of these days. */
const mostRecounted = 20_000;

/**
 * The customers whose lifetimes only history can tell. If a line comes or goes between this question and the job, the
 * job fails as a whole where that matters, and both are repeated.
 */
const recountParams = async (warehouse: Warehouse, range: Params): Promise<Params> => {
  const lost = (await warehouse.query(lostDays, range)).map((row) => String(row["customer_id"]));
  const all = lost.length > mostRecounted;
  return {
    recounted: texts(all ? [] : lost),
    recount_all: bool(all),
    history_from: date(lost.length > 0 ? firstDate : lastDate),
  };
};
