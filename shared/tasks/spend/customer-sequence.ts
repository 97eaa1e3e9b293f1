import { dayOf } from "../../dates.ts";
import type { SpendDay } from "./customer-day.ts";
import { daysBefore } from "./past-days.ts";

/** The twin of sequence.sql: steps × channels (net, returned, orders, items, products), the newest day last. */
export const customerSequence = (days: readonly SpendDay[], asOf: string, steps: number): Float32Array => {
  const channels = 5;
  const values = new Float32Array(steps * channels);
  for (const day of daysBefore(days, dayOf(asOf))) {
    if (day.age > steps) continue;
    values.set([day.net, day.returns, day.orders, day.items, day.products], (steps - day.age) * channels);
  }
  return values;
};
