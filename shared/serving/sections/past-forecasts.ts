import { z } from "zod";
import type { WholeSection } from "../section.ts";

const PastForecast = z.strictObject({
  date: z.iso.date(),
  /** The first day that was not known when it was made: how far ahead it looked. */
  from: z.iso.date(),
  /** The company was expected to be closed. */
  closed: z.boolean(),
  method: z.string(),
  value: z.number(),
  low80: z.number(),
  high80: z.number(),
  actual: z.number(),
});
export type PastForecast = z.infer<typeof PastForecast>;

export const PastForecastsView = z.strictObject({
  /** Oldest first. Of several forecasts of a day, the last one made before it was known. */
  days: z.array(PastForecast),
});
export type PastForecastsView = z.infer<typeof PastForecastsView>;

/** What was forecast for each of the last days, and what came. It depends on when files came, as nothing else does. */
export const pastForecasts: WholeSection<PastForecastsView> = {
  name: "past_forecasts",
  content: PastForecastsView,
};
