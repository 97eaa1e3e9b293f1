import { z } from "zod";
import { dayOf, isoDate } from "../../shared/dates.ts";
import type { Warehouse } from "../../shared/ports.ts";
import type { PastForecastsView } from "../../shared/serving/sections/past-forecasts.ts";
import { date, sqlFile } from "../../shared/sql.ts";

const pastSql = sqlFile(import.meta.url, "past_forecasts.sql");

const daysShown = 90;
/** A forecast reaches no further. */
const horizonDays = 30;

const Row = z.object({
  foreseen_day: z.iso.date(),
  foreseen_from: z.iso.date(),
  was_closed: z.boolean(),
  method: z.string(),
  foreseen: z.number(),
  low: z.number(),
  high: z.number(),
  actual: z.number(),
});

/** What was forecast for the last days, as it was said before each of them, and what came. */
export const readPastForecasts = async (
  warehouse: Warehouse,
  asOf: string | null,
): Promise<PastForecastsView> => {
  if (asOf === null) return { days: [] };
  const since = dayOf(asOf) - daysShown + 1;
  const rows = await warehouse.query(pastSql, {
    since: date(isoDate(since)),
    last_day: date(asOf),
    made_since: date(isoDate(since - horizonDays)),
  });
  return {
    days: z
      .array(Row)
      .parse(rows)
      .map(({ foreseen_day, foreseen_from, was_closed, foreseen, low, high, ...row }) => ({
        ...row,
        date: foreseen_day,
        from: foreseen_from,
        closed: was_closed,
        value: foreseen,
        low80: low,
        high80: high,
      })),
  };
};
