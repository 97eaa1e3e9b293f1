import { z } from "zod";
import { dayOf, firstDate, isoDate } from "../../shared/dates.ts";
import type { Warehouse } from "../../shared/ports.ts";
import type { QualityView } from "../../shared/serving/sections/quality.ts";
import type { QuarantineView } from "../../shared/serving/sections/quarantine.ts";
import { date, sqlFile } from "../../shared/sql.ts";
import { shortened } from "../../shared/words.ts";

const rowsSql = sqlFile(import.meta.url, "quarantined_rows.sql");

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

export const readQuarantine = async (
  warehouse: Warehouse,
  asOf: string | null,
  { reasons }: Pick<QualityView, "reasons">,
): Promise<QuarantineView> => {
  const since = asOf === null ? firstDate : isoDate(dayOf(asOf) - daysShown);
  const rows = z.array(Held).parse(await warehouse.query(rowsSql, { since: date(since) }));
  return {
    rules: rulesOf(reasons),
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

/** By feed and rule, whatever the column; the most frequent first. */
const rulesOf = (reasons: QualityView["reasons"]): QuarantineView["rules"] => {
  const rules = new Map<string, QuarantineView["rules"][number]>();
  for (const { feed, rule, rows } of reasons) {
    const key = JSON.stringify([feed, rule]);
    rules.set(key, { feed, rule, rows: rows + (rules.get(key)?.rows ?? 0) });
  }
  const named = ({ feed, rule }: { feed: string; rule: string }) => `${feed}/${rule}`;
  return [...rules.values()].sort(
    (one, other) => other.rows - one.rows || (named(one) < named(other) ? -1 : 1),
  );
};
