import { firstDate } from "../../../shared/dates.ts";
import { date, dayParams, sqlFile } from "../../../shared/sql.ts";
import { union } from "../../../shared/work/manifest.ts";
import type { MetricsSubject } from "../subject.ts";

// Each file reads the temporary tables of those before it.
const script = [
  "invoices.sql",
  "part_payments.sql",
  "changed_accounts.sql",
  "sums_of_parts.sql",
  "account_days.sql",
  "invoice_features.sql",
  "labels.sql",
  "daily.sql",
]
  .map((name) => sqlFile(import.meta.url, name))
  .join("\n;\n");

const dueDays = sqlFile(import.meta.url, "due_days.sql");

/**
 * What was known of each invoice on credit and of its account, and how the invoice ended. The stage writes the dataset,
 * because it derives from clean tables only, as metrics do. Clean names the issue days on which an invoice changed; of
 * those, only invoices that differ from before change anything, and only in their account, from the day it shows.
 */
export const credit: MetricsSubject = {
  name: "credit-metrics",
  feeds: ["invoices"],
  countPerson: sqlFile(import.meta.url, "person.sql"),
  async rebuild({ warehouse }, days) {
    const from = { from_day: date(firstDate) };
    const due = (await warehouse.query(dueDays, from)).map(({ day }) => String(day));
    return { script, params: { ...dayParams(union(days, due)), ...from } };
  },
};
