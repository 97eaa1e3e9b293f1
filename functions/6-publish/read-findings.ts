import { z } from "zod";
import { dayOf, isoDate } from "../../shared/dates.ts";
import { actOn, actsIn } from "../../shared/insights/acts.ts";
import { Finding, Movement } from "../../shared/insights/finding.ts";
import type { Platform } from "../../shared/platform.ts";
import type { FindingsView } from "../../shared/serving/sections/findings.ts";
import { date, sqlFile } from "../../shared/sql.ts";
import { readExplanations } from "./read-explanations.ts";

const findingsSql = sqlFile(import.meta.url, "findings.sql");
const daysServed = 400;

/** A row of insights.findings, whose lists are text. */
const Row = Finding.extend({
  detectors: z
    .string()
    .transform((names) => names.split(",").filter((name) => name !== ""))
    .pipe(Finding.shape.detectors),
  also: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(Movement)),
});

/** The findings of the last 400 days up to the newest known one, with their causes and what people said of them. */
export const readFindings = async (
  { warehouse, state }: Pick<Platform, "warehouse" | "state">,
  asOf: string | null,
): Promise<FindingsView> => {
  if (asOf === null) return { findings: [] };
  const first = isoDate(dayOf(asOf) - daysServed);
  const rows = z.array(Row).parse(await warehouse.query(findingsSql, { first_period: date(first) }));
  const explanations = await readExplanations(warehouse, first);
  const acts = await actsIn(state).list();
  return {
    findings: rows.map((row) => {
      const act = actOn(acts, row);
      const explanation = row.state === "open" ? explanations.get(row.id) : undefined;
      return {
        ...row,
        state: row.state === "open" ? (act?.kind ?? "open") : row.state,
        note: act?.note ?? null,
        ...(explanation && { explanation }),
      };
    }),
  };
};
