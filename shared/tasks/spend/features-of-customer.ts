import { dayOf } from "../../dates.ts";
import type { Company } from "./company.ts";
import { type CustomerDay, netOf } from "./customer-day.ts";
import { daysBefore, type PastDay, rhythmOf, sumOf } from "./past-days.ts";

/** A customer as the files have told of them. Null is "not known". */
export interface CustomerHistory {
  readonly days: readonly CustomerDay[];
  readonly joinedOn: string | null;
  readonly age: number | null;
}

export interface CustomerFeatures {
  /** By the names of features.yaml; NaN is "not known". */
  readonly features: Readonly<Record<string, number>>;
  readonly expected: number;
}

/** rows.sql once more, for one customer: the same features to the ninth decimal. Undefined before a first purchase. */
export const featuresOfCustomer = (
  customer: CustomerHistory,
  company: Company,
  asOf: string,
  horizonDays: number,
): CustomerFeatures | undefined => {
  const past = daysBefore(customer.days, asOf);
  const bought = past.filter(({ orders }) => orders > 0);
  const [first] = bought;
  const last = bought.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const rate = (halfLife: number) => decayedRate(past, halfLife, first.age) * horizonDays;
  const rates = {
    run_rate: (sumOf(past, netOf) / Math.max(first.age, 30)) * horizonDays,
    ewma_30d: rate(30),
    ewma_90d: rate(90),
  };
  const ownOrderValue = sumOf(past, ({ gross }) => gross) / sumOf(past, ({ orders }) => orders);
  const features = {
    ...rhythmOf(bought, first.age, last.age),
    ...totalsOf(past, bought, last),
    ...windowsOf(past),
    ...rates,
    ...seasonOf(bought, asOf, horizonDays),
    ...placeOf(past, company),
    ...personOf(customer, asOf),
  };
  return {
    features,
    expected:
      Math.max(0.5 * rates.ewma_90d + 0.5 * rates.run_rate, 0) +
      Math.max(((company.orderValue ?? ownOrderValue) * horizonDays) / 3000, 0.01),
  };
};

/** Amount per day, each day's weight halving with every half-life. */
const decayedRate = (past: readonly PastDay[], halfLife: number, tenure: number): number =>
  sumOf(past, (day) => netOf(day) * 0.5 ** (day.age / halfLife)) /
  (((1 - 0.5 ** (Math.max(tenure, 30) / halfLife)) * halfLife) / Math.LN2);

const totalsOf = (past: readonly PastDay[], bought: readonly PastDay[], last: PastDay) => {
  const orders = sumOf(past, (day) => day.orders);
  const items = sumOf(past, (day) => day.items);
  const gross = sumOf(past, (day) => day.gross);
  const net = sumOf(past, netOf);
  return {
    orders,
    gross,
    net,
    average_order_value: net / orders,
    best_day: Math.max(...past.map(netOf)),
    last_day_value: netOf(last),
    return_share: gross === 0 ? Number.NaN : sumOf(past, (day) => day.returns) / gross,
    items_per_order: items / orders,
    products_per_day: sumOf(bought, (day) => day.products) / bought.length,
    value_per_item: items === 0 ? Number.NaN : gross / items,
  };
};

const windows = [7, 14, 30, 60, 90, 180].map((days) => ({
  days,
  net: `net_${days}d`,
  orders: `orders_${days}d`,
}));

const windowsOf = (past: readonly PastDay[]) => {
  const sums: Record<string, number> = {};
  for (const { days, net, orders } of windows) {
    // The oldest come first, so those within are the last ones.
    const start = past.findIndex(({ age }) => age <= days);
    const within = start < 0 ? [] : past.slice(start);
    sums[net] = sumOf(within, netOf);
    sums[orders] = sumOf(within, (day) => day.orders);
  }
  const recent = sums["net_30d"] ?? 0;
  return { ...sums, trend: recent - ((sums["net_90d"] ?? 0) - recent) / 2 };
};

const seasonOf = (bought: readonly PastDay[], asOf: string, horizonDays: number) => {
  const day = dayOf(asOf);
  const centre = new Date((day + Math.trunc(horizonDays / 2)) * 86_400_000);
  const dayOfYear = (centre.getTime() - Date.UTC(centre.getUTCFullYear(), 0, 1)) / 86_400_000 + 1;
  const angle = (2 * Math.PI * dayOfYear) / 365.25;
  const sameWeekday = bought.filter(({ age }) => age % 7 === 0).length;
  return {
    weekday: new Date(`${asOf}T00:00:00Z`).getUTCDay() + 1,
    season_sin: Math.sin(angle),
    season_cos: Math.cos(angle),
    weekday_share: (sameWeekday + 3 / 7) / (bought.length + 3),
  };
};

const placeOf = (past: readonly PastDay[], { home }: Company) => {
  const country = past.findLast((day) => day.country !== null)?.country ?? null;
  return { home_country: country === null || home === null ? Number.NaN : Number(country === home) };
};

const personOf = ({ joinedOn, age }: CustomerHistory, asOf: string) => {
  const memberDays = joinedOn === null ? 0 : dayOf(asOf) - dayOf(joinedOn);
  return { member_days: memberDays > 0 ? memberDays : Number.NaN, age_years: age ?? Number.NaN };
};
