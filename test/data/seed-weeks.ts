import type { PeriodValue } from "../../functions/4-analyze/rules/found-by-rule.ts";
import { isoDate, weekdayOf } from "../../shared/dates.ts";
import { sum } from "../../shared/learning/numbers.ts";
import { type RetailLine, retailLines } from "../bench/insight/retail-lines.ts";

type Formula = (week: readonly RetailLine[]) => number;

/** The seed's KPIs on the rows as they are: cancellations, zero prices and duplicates all count. */
const formulas: Readonly<Record<string, Formula>> = {
  total_revenue: (week) => revenueOf(week),
  order_count: (week) => distinct(week, "invoice"),
  units_sold: (week) => sum(week.map(({ quantity }) => quantity)),
  active_customers: (week) => distinct(week, "customer"),
  revenue_per_order: (week) => revenueOf(week) / distinct(week, "invoice"),
  revenue_per_customer: (week) => revenueOf(week) / distinct(week, "customer"),
  items_per_order: (week) => sum(week.map(({ quantity }) => quantity)) / distinct(week, "invoice"),
  avg_unit_price: (week) => revenueOf(week) / sum(week.map(({ quantity }) => quantity)),
  repeat_customer_rate: (week) => {
    const customers = [...Map.groupBy(week, ({ customer }) => customer)].filter(
      ([customer]) => customer !== "",
    );
    return customers.filter(([, own]) => distinct(own, "invoice") > 1).length / customers.length;
  },
  product_revenue_concentration: (week) => shareOfLargest(week, ({ code }) => code, 20),
  product_return_rate: (week) =>
    distinct(
      week.filter(({ quantity }) => quantity < 0),
      "invoice",
    ) / distinct(week, "invoice"),
  international_revenue_share: (week) =>
    revenueOf(week.filter(({ country }) => country !== "United Kingdom")) / revenueOf(week),
  weekend_revenue_share: (week) =>
    revenueOf(week.filter(({ day }) => [0, 6].includes(weekdayOf(day)))) / revenueOf(week),
  peak_hour_concentration: (week) => shareOfLargest(week, ({ at }) => at.slice(11, 13), 3),
};

const revenueOf = (lines: readonly RetailLine[]): number =>
  sum(lines.map(({ quantity, price }) => quantity * price));

const distinct = (lines: readonly RetailLine[], of: "invoice" | "customer"): number =>
  new Set(lines.map((line) => line[of]).filter((name) => name !== "")).size;

const shareOfLargest = (
  lines: readonly RetailLine[],
  part: (line: RetailLine) => string,
  most: number,
): number => {
  const parts = [...Map.groupBy(lines, part).values()].map(revenueOf).sort((one, other) => other - one);
  return sum(parts.slice(0, most)) / revenueOf(lines);
};

/** Each KPI's weeks, from Monday to Sunday. */
export const seedWeeks = (): ReadonlyMap<string, readonly PeriodValue[]> => {
  const weeks = [...Map.groupBy(retailLines(), ({ day }) => day - ((weekdayOf(day) + 6) % 7))];
  return new Map(
    Object.entries(formulas).map(([kpi, formula]) => [
      kpi,
      weeks.map(([monday, lines]) => ({
        period: isoDate(monday),
        lastDay: isoDate(monday + 6),
        value: formula(lines),
      })),
    ]),
  );
};
