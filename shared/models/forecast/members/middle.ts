import type { Forecaster } from "../forecaster.ts";
import { median } from "../statistics.ts";

/** The middle of what several methods say: none of them is indispensable, and none can run away with the answer. */
export const middleOf = (name: string, members: readonly Forecaster[]): Forecaster => ({
  name,
  forecast: (past, future) => {
    const all = members.map((member) => member.forecast(past, future));
    return Float64Array.from(future, (_, index) => median(all.map((path) => path[index] ?? Number.NaN)));
  },
});
