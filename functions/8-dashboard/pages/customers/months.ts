import { dayOf, isoDate } from "../../../../shared/dates.ts";
import type { CustomerDay } from "../../../../shared/serving/sections/customers.ts";

const mostMonths = 36;

/** Net spend by month, also of months without a purchase, the newest three years. */
export const monthsOf = (
  days: readonly CustomerDay[],
): readonly { readonly from: string; readonly net: number }[] => {
  const totals = new Map<string, number>();
  for (const [date, , , , , gross, returns] of days) {
    const month = `${date.slice(0, 7)}-01`;
    totals.set(month, (totals.get(month) ?? 0) + gross - returns);
  }
  const first = days[0]?.[0];
  const last = days.at(-1)?.[0];
  if (first === undefined || last === undefined) return [];
  const months: { from: string; net: number }[] = [];
  for (let month = `${first.slice(0, 7)}-01`; month <= last; month = monthAfter(month))
    months.push({ from: month, net: totals.get(month) ?? 0 });
  return months.slice(-mostMonths);
};

const monthAfter = (month: string): string => `${isoDate(dayOf(month) + 31).slice(0, 7)}-01`;
