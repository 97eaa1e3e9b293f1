import { dayOf, isoDate } from "../dates.ts";
import type { Warehouse } from "../ports.ts";
import { date } from "../sql.ts";
import { numberIn, textIn } from "./row-keys.ts";
import type { Task } from "./task.ts";

/** One value per calendar day, from the first day with sales to the day before the given one. Days without sales are zeros. */
export const readSeries = async (warehouse: Warehouse, task: Task, before: string) => {
  if (task.seriesSql === undefined) throw new Error(`task ${task.name} has no series`);
  const rows = await warehouse.query(task.seriesSql, { before: date(before) });
  const first = rows[0] === undefined ? dayOf(before) : dayOf(textIn(rows[0], "business_date"));
  const length = dayOf(before) - first;
  const filled = (column: string): Float64Array => {
    const values = new Float64Array(length);
    for (const row of rows) values[dayOf(textIn(row, "business_date")) - first] = numberIn(row, column);
    return values;
  };
  return {
    days: Array.from({ length }, (_, index) => isoDate(first + index)),
    net: filled("net"),
    gross: filled("gross"),
    orders: filled("orders"),
  };
};
