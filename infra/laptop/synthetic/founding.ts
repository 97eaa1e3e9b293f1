import { dayOf } from "../../../shared/dates.ts";
import { stream } from "../../../shared/learning/random.ts";
import { planAnomalies } from "./anomalies.ts";
import { meanBasketSize, measureBaskets } from "./basket.ts";
import { calendar } from "./calendar.ts";
import { catalogue } from "./catalogue.ts";
import { customers } from "./customers.ts";
import type { CompanyOptions } from "./options.ts";
import { RETURN_LINES_PER_SALE } from "./returns.ts";
import { stores } from "./stores.ts";

/** Everything that is fixed before the first day. Except for `lastDay`, it does not depend on the length of the run. */
export type Company = Readonly<ReturnType<typeof foundCompany>>;

const CUSTOMERS_SHARE = 0.95;

export function foundCompany(options: CompanyOptions) {
  const { seed, days, linesPerDay } = options;
  const from = dayOf(options.from);
  const allStores = stores(seed, options.stores, from);
  const everyone = customers(seed, options.customers, from, allStores);
  const goods = catalogue(seed, options.products);
  const dates = calendar(from);
  const meanBasket = meanBasketSize(linesPerDay);
  const basketMeans = measureBaskets(stream(seed, "basket means"), goods, meanBasket);
  const ordersPerDay = linesPerDay / basketMeans.lines / (1 + RETURN_LINES_PER_SALE);
  const pace = everyone.reduce((sum, customer) => sum + customer.pace, 0);
  return {
    options,
    from,
    lastDay: from + days - 1,
    calendar: dates,
    catalogue: goods,
    stores: allStores,
    customers: everyone,
    meanBasket,
    basketMeans,
    anomalies: planAnomalies(options, from, dates, everyone, goods),
    /** Orders on an average day, guests included. */
    ordersPerDay,
    /** Customers' orders on an average day if all customers were active. */
    ordersFromCustomers: CUSTOMERS_SHARE * ordersPerDay,
    /** The share of these that a customer of pace 1 places. */
    ordersPerPace: (CUSTOMERS_SHARE * ordersPerDay) / pace,
  };
}
