import { dayOf, weekdayOf } from "../../dates.ts";
import type { SpendDay } from "./customer-day.ts";
import { daysBefore, type PastDay, rhythm } from "./past-days.ts";

/** The averages that a customer is compared with. Null until a whole month is known. */
export interface CompanyFigures {
  /** The country with the most orders. */
  readonly home: string | null;
  readonly orderValue: number | null;
}

/** What the files say of a customer. Null means "not known". */
export interface CustomerFacts {
  readonly days: readonly SpendDay[];
  readonly joinedOn: string | null;
  readonly age: number | null;
}

/**
 * The twin of rows.sql for one customer: equal features to the ninth decimal, by the names in features.yaml; NaN means
 * "not known". Undefined before a first purchase.
 */
export const customerFeatures = (
  customer: CustomerFacts,
  company: CompanyFigures,
  asOf: string,
  horizonDays: number,
): { readonly features: Readonly<Record<string, number>>; readonly expected: number } | undefined => {
  const now = dayOf(asOf);
  const past = daysBefore(customer.days, now);
  const bought = past.filter(({ orders }) => orders > 0);
  const [first] = bought;
  const last = bought.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const rate = (halfLife: number) => decayedRate(past, halfLife, first.age) * horizonDays;
  const sums = totals(past);
  const rates = {
    run_rate: (sums.net / Math.max(first.age, 30)) * horizonDays,
    ewma_30d: rate(30),
    ewma_90d: rate(90),
  };
  const features = {
    ...rhythm(bought, first.age, last.age),
    ...basketFeatures(sums, bought, last),
    ...windowFeatures(past),
    ...rates,
    ...seasonFeatures(bought, now, horizonDays),
    ...placeFeatures(past, company),
    ...personFeatures(customer, now),
  };
  const orderValue = company.orderValue ?? sums.gross / sums.orders;
  return {
    features,
    expected:
      Math.max(0.5 * rates.ewma_90d + 0.5 * rates.run_rate, 0) +
      Math.max((orderValue * horizonDays) / 3000, 0.01),
  };
};

/** Amount per day, each day's weight halving with every half-life. */
const decayedRate = (past: readonly PastDay[], halfLife: number, tenure: number): number => {
  let sum = 0;
  for (const { net, age } of past) sum += net * 0.5 ** (age / halfLife);
  return sum / (((1 - 0.5 ** (Math.max(tenure, 30) / halfLife)) * halfLife) / Math.LN2);
};

const totals = (past: readonly PastDay[]) => {
  let [orders, items, gross, returns, net, best] = [0, 0, 0, 0, 0, Number.NEGATIVE_INFINITY];
  for (const day of past) {
    orders += day.orders;
    items += day.items;
    gross += day.gross;
    returns += day.returns;
    net += day.net;
    best = Math.max(best, day.net);
  }
  return { orders, items, gross, returns, net, best };
};

const basketFeatures = (sums: ReturnType<typeof totals>, bought: readonly PastDay[], last: PastDay) => {
  const { orders, items, gross, returns, net, best } = sums;
  return {
    orders,
    gross,
    net,
    average_order_value: Math.max(net, 0) / orders,
    best_day: Math.max(best, 0),
    last_day_value: last.net,
    // More may come back than was bought in the days that are known.
    return_share: returns > gross ? 1 : gross === 0 ? Number.NaN : returns / gross,
    items_per_order: items / orders,
    products_per_day: bought.reduce((sum, { products }) => sum + products, 0) / bought.length,
    value_per_item: items === 0 ? Number.NaN : gross / items,
  };
};

const windows = [7, 14, 30, 60, 90, 180];

const windowFeatures = (past: readonly PastDay[]) => {
  const net = windows.map(() => 0);
  const orders = windows.map(() => 0);
  // The longest window first: a day too old for it is too old for all shorter ones.
  for (const day of past)
    for (let place = windows.length - 1; day.age <= (windows[place] ?? 0); place--) {
      net[place] = (net[place] ?? 0) + day.net;
      orders[place] = (orders[place] ?? 0) + day.orders;
    }
  const [net_7d = 0, net_14d = 0, net_30d = 0, net_60d = 0, net_90d = 0, net_180d = 0] = net;
  const [orders_7d = 0, orders_14d = 0, orders_30d = 0, orders_60d = 0, orders_90d = 0, orders_180d = 0] =
    orders;
  return {
    ...{ net_7d, net_14d, net_30d, net_60d, net_90d, net_180d },
    ...{ orders_7d, orders_14d, orders_30d, orders_60d, orders_90d, orders_180d },
    trend: net_30d - (net_90d - net_30d) / 2,
  };
};

const seasonFeatures = (bought: readonly PastDay[], asOf: number, horizonDays: number) => {
  const centre = new Date((asOf + Math.trunc(horizonDays / 2)) * 86_400_000);
  const dayOfYear = (centre.getTime() - Date.UTC(centre.getUTCFullYear(), 0, 1)) / 86_400_000 + 1;
  const angle = (2 * Math.PI * dayOfYear) / 365.25;
  const sameWeekday = bought.filter(({ age }) => age % 7 === 0).length;
  return {
    weekday: weekdayOf(asOf) + 1,
    season_sin: Math.sin(angle),
    season_cos: Math.cos(angle),
    weekday_share: (sameWeekday + 3 / 7) / (bought.length + 3),
  };
};

const placeFeatures = (past: readonly PastDay[], { home }: CompanyFigures) => {
  const country = past.findLast((day) => day.country !== null)?.country ?? null;
  return { home_country: country === null || home === null ? Number.NaN : Number(country === home) };
};

const personFeatures = ({ joinedOn, age }: CustomerFacts, asOf: number) => {
  const memberDays = joinedOn === null ? 0 : asOf - dayOf(joinedOn);
  return { member_days: memberDays > 0 ? memberDays : Number.NaN, age_years: age ?? Number.NaN };
};
