import { z } from "zod";
import { dayOf } from "../../../shared/dates.ts";
import { decimalText, nano } from "../../../shared/decimal.ts";
import type { DataFault, Offset } from "../../../shared/insights/explanation.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { date, dates, sqlFile } from "../../../shared/sql.ts";
import { isHoliday } from "../holidays/holidays.ts";
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

/** What is wrong with the data of each day of a period. */
export const readFaults = async (
  { query }: Pick<Warehouse, "query">,
  period: Period,
  timeZone: string,
): Promise<readonly DataFault[]> => {
  const own = daysOf(period);
  const all = [...new Set([...own, ...own.flatMap(weekdaysBefore)])].sort();
  const [first, last] = [all[0] ?? period.first, period.last];
  const rows = await query(stateSql, { days: dates(all), first_day: date(first), last_day: date(last) });
  const facts: readonly DayFact[] = z.array(Fact).parse(rows);
  return own.flatMap((day) => findFaults(day, facts, isHoliday(dayOf(day), timeZone)));
};

const Pair = z.object({
  order_no: z.string(),
  cancellation_no: z.string(),
  customer_id: z.string().nullable(),
  stock_code: z.string(),
  quantity: z.coerce.number(),
  gross: z.union([z.string(), z.number()]),
});

/** Large orders of the period that were cancelled within it. */
export const readOffsets = async (
  { query }: Pick<Warehouse, "query">,
  period: Period,
): Promise<readonly Offset[]> =>
  z
    .array(Pair)
    .parse(await query(offsetsSql, daysIn([period])))
    .map((pair) => ({
      order: pair.order_no,
      cancellation: pair.cancellation_no,
      customer: pair.customer_id,
      product: pair.stock_code,
      quantity: pair.quantity,
      amount: decimalText(nano(pair.gross)),
    }));
