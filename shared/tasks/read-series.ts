import { dayOf } from "../dates.ts";
import type { DailySeries } from "../learning/forecast/series.ts";
import type { Warehouse } from "../ports.ts";
import { date } from "../sql.ts";
import { numberIn, textIn } from "./row-keys.ts";
import type { Task } from "./task.ts";

/** The net sales of each day, from the first with sales to the day before the given one. Days without sales are zeros. */
export const readSeries = async (warehouse: Warehouse, task: Task, before: string): Promise<DailySeries> => {
  if (task.seriesSql === undefined) throw new Error(`task ${task.name} has no series`);
  const rows = await warehouse.query(task.seriesSql, { before: date(before) });
  const firstDay = dayOf(rows[0] === undefined ? before : textIn(rows[0], "business_date"));
  const values = new Float64Array(dayOf(before) - firstDay);
  for (const row of rows) values[dayOf(textIn(row, "business_date")) - firstDay] = numberIn(row, "net");
  return { firstDay, values };
};
