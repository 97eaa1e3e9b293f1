import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** What grows with every day, and the column that its partitions are by. */
const histories: Readonly<Record<string, string>> = {
  "raw.transactions": "_source_date",
  "clean.lines": "business_date",
  "clean.quarantine": "day",
  "metrics.daily_customer_metrics": "business_date",
  "metrics.kpi_values": "period",
  "insights.findings": "period",
  "insights.drivers": "period",
  "insights.explanations": "period",
};

/** Read to its end all the same, and when. */
const readWhole = [
  "2-clean/sales/person.sql", // somebody is erased
  "3-aggregate/kpis/computed_values.sql", // a payment changes what was open on every day since its invoice
  "3-aggregate/sales/person.sql",
  "4-analyze/person.sql",
  "6-publish/customer_days.sql", // no snapshot can be taken over
  "operations/accuracy/spend_accuracy.sql", // somebody asks
  "operations/findings/finding.sql", // somebody acts on a finding
  "operations/kpis/newest_values.sql", // somebody asks
  "operations/kpis/stored_values.sql",
];

/** From one `select` or `delete` to the next. */
const partsOf = (sql: string): string[] =>
  sql.replace(/--.*$/gm, "").split(/(?=\bselect\b|\bdelete\b|\binsert\b|\bunion\b)/);

const unbounded = (sql: string): string[] =>
  partsOf(sql).flatMap((part) =>
    Object.entries(histories)
      .filter(([table]) => new RegExp(`\\b(from|join) ${table.replace(".", "\\.")}\\b`).test(part))
      .filter(([, column]) => !new RegExp(`\\b${column} (>=|between|in unnest\\()\\s*@`).test(part))
      .map(([table]) => table),
  );

it("what runs with each file says to every table that grows which of its partitions it reads: what it joins prunes none", () => {
  const files = globSync("{2-clean,3-aggregate,4-analyze,6-publish,operations}/**/*.sql", {
    cwd: "functions",
  }).sort();
  const whole = files.filter((file) => unbounded(readFileSync(`functions/${file}`, "utf8")).length > 0);
  expect(whole).toEqual(readWhole.toSorted());
});
