import { z } from "zod";
import { approximate, type Nano, nano, nearestNano, one, total } from "../../../shared/decimal.ts";
import type { Driver } from "../../../shared/insights/explanation.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { sqlFile, text } from "../../../shared/sql.ts";
import { splitByFactors } from "./log-mean.ts";
import { driversWithRest, type Part } from "./parts.ts";
import { type Comparison, daysIn } from "./windows.ts";

const sql = sqlFile(import.meta.url, "funnel.sql");

const Amount = z.union([z.string(), z.number()]).transform(nano);

export const FunnelRow = z.object({
  first_day: z.iso.date(),
  customers: Amount,
  orders: Amount,
  items: Amount,
  known_gross: Amount,
  guest_gross: Amount,
  returned: Amount,
});
export type FunnelRow = z.infer<typeof FunnelRow>;

export const readFunnel = async (
  { query }: Pick<Warehouse, "query">,
  { cadence, period, before }: Comparison,
): Promise<readonly FunnelRow[]> =>
  z.array(FunnelRow).parse(await query(sql, { ...daysIn([period, ...before]), cadence: text(cadence) }));

type Sales = "gross" | "net";

/**
 * What changed sales: customers × orders per customer × items per order × price per item, then the sales to guests and,
 * of net sales, the returns. They are compared with the mean of the windows; what the mean differs from the expected
 * value is the rest. Empty if the KPI is neither gross nor net sales, or a factor is zero.
 */
export const explainRevenue = (
  rows: readonly FunnelRow[],
  period: string,
  { actual, expected }: { readonly actual: Nano; readonly expected: Nano },
): readonly Driver[] => {
  const now = rows.find(({ first_day }) => first_day === period);
  const windows = rows.filter(({ first_day }) => first_day !== period);
  const sales = now && kindOfSales(now, actual);
  if (!now || !sales || windows.length === 0) return [];
  const before = meanOf(windows);
  const parts = factorParts(now, before);
  if (!parts) return [];
  const returned = sales === "net" ? [amountPart("returns", -now.returned, -before.returned)] : [];
  return driversWithRest(
    "factors",
    [...parts, amountPart("guests", now.guest_gross, before.guest_gross), ...returned],
    actual - expected,
  );
};

const kindOfSales = ({ known_gross, guest_gross, returned }: FunnelRow, actual: Nano): Sales | undefined => {
  const gross = known_gross + guest_gross;
  if (actual === gross) return "gross";
  return actual === gross - returned ? "net" : undefined;
};

type Sums = Omit<FunnelRow, "first_day">;

const meanOf = (windows: readonly FunnelRow[]): Sums => {
  const mean = (pick: (row: FunnelRow) => Nano) => total(windows.map(pick)) / BigInt(windows.length);
  return {
    customers: mean(({ customers }) => customers),
    orders: mean(({ orders }) => orders),
    items: mean(({ items }) => items),
    known_gross: mean(({ known_gross }) => known_gross),
    guest_gross: mean(({ guest_gross }) => guest_gross),
    returned: mean(({ returned }) => returned),
  };
};

const amountPart = (name: string, now: Nano, before: Nano): Part => ({
  kind: "factor",
  where: [{ dimension: "factor", value: name }],
  actual: now,
  expected: before,
  contribution: now - before,
  z: null,
});

const factorParts = (now: Sums, before: Sums): readonly Part[] | undefined => {
  const factors = [
    { name: "customers", upper: "customers", lower: undefined },
    { name: "orders_per_customer", upper: "orders", lower: "customers" },
    { name: "items_per_order", upper: "items", lower: "orders" },
    { name: "price_per_item", upper: "known_gross", lower: "items" },
  ] as const;
  const levels = factors.map(({ name, upper, lower }) => ({
    name,
    before: quotient(before[upper], lower === undefined ? one : before[lower]),
    after: quotient(now[upper], lower === undefined ? one : now[lower]),
  }));
  const sales = { before: approximate(before.known_gross), after: approximate(now.known_gross) };
  const parts = splitByFactors(now.known_gross - before.known_gross, sales, levels);
  return parts?.map((contribution, index) => ({
    kind: "factor" as const,
    where: [{ dimension: "factor", value: levels[index]?.name ?? "" }],
    actual: nearestNano(levels[index]?.after ?? 0),
    expected: nearestNano(levels[index]?.before ?? 0),
    contribution,
    z: null,
  }));
};

const quotient = (upper: Nano, lower: Nano): number =>
  lower > 0n ? approximate(upper) / approximate(lower) : 0;
