import { z } from "zod";
import { dayOf } from "../../../shared/dates.ts";
import { decimalText, nano } from "../../../shared/decimal.ts";
import { isHoliday } from "../../../shared/holidays/holidays.ts";
import type { DataFault, Offset } from "../../../shared/insights/explanation.ts";
import type { Cadence } from "../../../shared/kpis/kpi.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { dayParams, sqlFile, text } from "../../../shared/sql.ts";
import { union } from "../../../shared/work/manifest.ts";
import { type DayFact, findFaults, weekdaysBefore } from "./faults.ts";
import { daysIn, daysOf, type Period } from "./windows.ts";

const stateSql = sqlFile(import.meta.url, "data_state.sql");
const offsetsSql = sqlFile(import.meta.url, "offsets.sql");

const Fact = z.object({
  day: z.iso.date(),
  fact: z.enum(["lines", "last_minute", "old_rate", "repeated", "files", "quarantined"]),
  about: z.string(),
  amount: z.coerce.number(),
});

/** What is known of the data of some periods. */
export interface DataState {
  /** What is wrong with the data of each day of a period. */
  faultsOf(period: Period): readonly DataFault[];
  /** Large orders of a period that were cancelled within it. */
  offsetsOf(period: Period): readonly Offset[];
}

/** Reads the state of all periods at once: it costs hardly more than that of one. */
export const readState = async (
  { query }: Pick<Warehouse, "query">,
  cadence: Cadence,
  periods: readonly Period[],
  timeZone: string,
): Promise<DataState> => {
  const days = union(periods.flatMap(judgedDays));
  const facts: readonly DayFact[] = z.array(Fact).parse(await query(stateSql, dayParams(days)));
  const pairs = z.array(Pair).parse(await query(offsetsSql, { ...daysIn(periods), cadence: text(cadence) }));
  return {
    faultsOf(period) {
      const judged = new Set(judgedDays(period));
      const own = facts.filter(({ day }) => judged.has(day));
      return daysOf(period).flatMap((day) => findFaults(day, own, isHoliday(dayOf(day), timeZone)));
    },
    offsetsOf: ({ first }) => pairs.filter(({ first_day }) => first_day === first).map(asOffset),
  };
};

/** The days of a period, and those that they are compared with. */
const judgedDays = (period: Period): readonly string[] => {
  const own = daysOf(period);
  return [...own, ...own.flatMap(weekdaysBefore)];
};

const Pair = z.object({
  first_day: z.iso.date(),
  order_no: z.string(),
  cancellation_no: z.string(),
  customer_id: z.string().nullable(),
  stock_code: z.string(),
  quantity: z.coerce.number(),
  gross: z.union([z.string(), z.number()]),
});

const asOffset = (pair: z.infer<typeof Pair>): Offset => ({
  order: pair.order_no,
  cancellation: pair.cancellation_no,
  customer: pair.customer_id,
  product: pair.stock_code,
  quantity: pair.quantity,
  amount: decimalText(nano(pair.gross)),
});
