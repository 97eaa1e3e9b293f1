import { z } from "zod";
import { dayOf, firstDate, isoDate } from "../../shared/dates.ts";
import type { Warehouse } from "../../shared/ports.ts";
import type { QuarantineView } from "../../shared/serving/sections/quarantine.ts";
import { date, sqlFile } from "../../shared/sql.ts";
import { shortened } from "../../shared/words.ts";

const rulesSql = sqlFile(import.meta.url, "quarantined_rules.sql");
const rowsSql = sqlFile(import.meta.url, "quarantined_rows.sql");

const Rule = z.object({ feed: z.string(), rule: z.string(), held_rows: z.int() });
const Held = z.object({
  held_on: z.iso.date(),
  feed: z.string(),
  rule: z.string(),
  column_name: z.string().nullable(),
  value: z.string().nullable(),
  message: z.string(),
  file_name: z.string(),
  line_number: z.int(),
});

/** A cell may hold a whole file by mistake. */
const longestValue = 200;

/** What is older is rarely mended, and reading it would cost more with every day. */
const daysShown = 91;

export const readQuarantine = async (warehouse: Warehouse, asOf: string | null): Promise<QuarantineView> => {
  const since = asOf === null ? firstDate : isoDate(dayOf(asOf) - daysShown);
  const rules = z.array(Rule).parse(await warehouse.query(rulesSql, { since: date(since) }));
  const rows = z.array(Held).parse(await warehouse.query(rowsSql, { since: date(since) }));
  return {
    rules: rules.map(({ feed, rule, held_rows }) => ({ feed, rule, rows: held_rows })),
    newest: rows.map(({ held_on, column_name, file_name, line_number, value, message, ...row }) => ({
      ...row,
      day: held_on,
      column: column_name,
      value: value === null ? null : shortened(value, longestValue),
      message: shortened(message, 2 * longestValue),
      file: file_name,
      line: line_number,
    })),
  };
};
