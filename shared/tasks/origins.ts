import { dayOf, isoDate } from "../dates.ts";
import type { Warehouse } from "../ports.ts";
import { sqlFile } from "../sql.ts";
import type { Task } from "./task.ts";

export interface KnownDays {
  readonly first: string;
  readonly last: string;
}

const knownDaysSql = sqlFile(import.meta.url, "known_days.sql");

/** The first and the last known day of the task, by default with sales; undefined before the first file. */
export const knownDays = async (
  warehouse: Warehouse,
  { knownDaysSql: ofTask }: Pick<Task, "knownDaysSql"> = {},
): Promise<KnownDays | undefined> => {
  const [row] = await warehouse.query(ofTask ?? knownDaysSql);
  const { first_day: first, last_day: last } = row ?? {};
  return typeof first === "string" && typeof last === "string" ? { first, last } : undefined;
};

/**
 * The as-of dates to train on, oldest first. The newest is the last one whose window is over; the others lie at even
 * distances before it, as far back as there is enough history.
 */
export const trainingDates = (
  { origins, horizonDays }: Pick<Task, "origins" | "horizonDays">,
  { first, last }: KnownDays,
): readonly string[] => {
  const newest = dayOf(last) + 1 - horizonDays;
  const oldest = dayOf(first) + origins.historyDays;
  const count = Math.max(0, Math.floor((newest - oldest) / origins.everyDays) + 1);
  return Array.from({ length: count }, (_, back) => isoDate(newest - back * origins.everyDays)).reverse();
};
