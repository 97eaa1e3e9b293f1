import { z } from "zod";
import { Finding } from "../../shared/insights/finding.ts";
import type { Warehouse } from "../../shared/ports.ts";
import { date, sqlFile } from "../../shared/sql.ts";

const sql = sqlFile(import.meta.url, "findings_between.sql");

/** The open findings of these periods, in the order of their places. */
export const readFindings = async (
  { query }: Pick<Warehouse, "query">,
  { first, last }: { readonly first: string; readonly last: string },
): Promise<readonly Finding[]> => {
  const rows = await query(sql, { first_period: date(first), last_period: date(last) });
  return z.array(Finding).parse(
    rows.map(({ first_day, since_day, detectors, also, ...row }) => ({
      ...row,
      period: first_day,
      since: since_day,
      detectors: String(detectors)
        .split(",")
        .filter((name) => name !== ""),
      also: JSON.parse(String(also)),
    })),
  );
};
