import { dayOf } from "../../../shared/dates.ts";
import { sum } from "../../../shared/learning/numbers.ts";
import type { RetailLine } from "./retail-lines.ts";

export interface KpiSeries {
  readonly kpi: string;
  readonly scale: "amount" | "ratio" | "share";
  /** Open days, ascending, and the value of each. */
  readonly days: readonly number[];
  readonly values: readonly number[];
}

const scales = {
  total_revenue: "amount",
  revenue_per_order: "ratio",
  revenue_per_customer: "ratio",
  order_count: "amount",
  items_per_order: "ratio",
  units_sold: "amount",
  active_customers: "amount",
  repeat_rate: "share",
  new_customers: "amount",
  product_concentration: "share",
  avg_unit_price: "ratio",
  return_rate: "share",
  international_share: "share",
} as const satisfies Record<string, KpiSeries["scale"]>;

/** The days of the protocol: after Christmas, and without the last day, whose file ends at noon. */
const firstDay = dayOf("2011-01-04");
const lastDay = dayOf("2011-12-08");

/** A1's 13 daily KPIs with the meanings of the KPI catalogue. Customers of December 2010 count as known. */
export const retailKpis = (lines: readonly RetailLine[]): KpiSeries[] =>
  kpisBetween(lines, firstDay, lastDay);

/** The same of any company. Customers who bought before the first day count as known. */
export const kpisBetween = (lines: readonly RetailLine[], first: number, last: number): KpiSeries[] => {
  const known = new Set<string>();
  const rows = [...Map.groupBy(lines, ({ day }) => day)].map(
    ([day, own]) => [day, valuesOn(own, known)] as const,
  );
  const judged = rows.filter(([day]) => day >= first && day <= last);
  return Object.entries(scales).map(([kpi, scale], place) => ({
    kpi,
    scale,
    days: judged.map(([day]) => day),
    values: judged.map(([, values]) => values[place] ?? Number.NaN),
  }));
};

/** In the order of `scales`. Adds the day's buyers to those that are known. */
const valuesOn = (lines: readonly RetailLine[], known: Set<string>): number[] => {
  const sales = lines.filter(({ quantity, price }) => quantity > 0 && price > 0);
  const returns = lines.filter(({ quantity, price }) => quantity < 0 && price > 0);
  const gross = sum(sales.map(value));
  const returned = -sum(returns.map(value));
  const orders = new Set(sales.map(({ invoice }) => invoice)).size;
  const units = sum(sales.map(({ quantity }) => quantity));
  const identified = lines.filter(({ customer }) => customer !== "");
  const buyers = new Set(sales.filter(({ customer }) => customer !== "").map(({ customer }) => customer));
  const returning = [...buyers].filter((customer) => known.has(customer)).length;
  for (const customer of buyers) known.add(customer);
  const home = sum(sales.filter(({ country }) => country === "United Kingdom").map(value));
  return [
    gross - returned,
    gross / orders,
    sum(identified.filter(({ price }) => price > 0).map(value)) / buyers.size,
    orders,
    units / orders,
    units,
    buyers.size,
    returning / buyers.size,
    buyers.size - returning,
    topShare(sales, gross),
    gross / units,
    returned / gross,
    1 - home / gross,
  ];
};

const value = ({ quantity, price }: RetailLine): number => quantity * price;

const topShare = (sales: readonly RetailLine[], gross: number): number => {
  const byCode = Map.groupBy(sales, ({ code }) => code);
  const amounts = [...byCode.values()].map((own) => sum(own.map(value))).sort((one, other) => other - one);
  return sum(amounts.slice(0, 20)) / gross;
};
