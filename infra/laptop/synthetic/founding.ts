import { dayOf } from "../../../shared/dates.ts";
import { stream } from "../../../shared/learning/random.ts";
import { type Anomaly, planAnomalies } from "./anomalies.ts";
import { meanBasketSize } from "./basket.ts";
import { type Calendar, calendar } from "./calendar.ts";
import { type Catalogue, catalogue } from "./catalogue.ts";
import { type Customer, customers } from "./customers.ts";
import type { CompanyOptions } from "./options.ts";
import { type BasketMeans, measureBaskets } from "./order-value.ts";
import { RETURN_LINES_PER_SALE } from "./returns.ts";
import { type Stores, stores } from "./stores.ts";

/** Everything that is fixed before the first day. Except for `lastDay`, it does not depend on the length of the run. */
export interface Company {
  readonly options: CompanyOptions;
  readonly from: number;
  readonly lastDay: number;
  readonly calendar: Calendar;
  readonly catalogue: Catalogue;
  readonly stores: Stores;
  readonly customers: readonly Customer[];
  readonly meanBasket: number;
  readonly basketMeans: BasketMeans;
  readonly anomalies: readonly Anomaly[];
  /** Orders on an average day, guests included. */
  readonly ordersPerDay: number;
  /** Customers' orders on an average day if all customers were active. */
  readonly ordersFromCustomers: number;
  /** The share of these that a customer of pace 1 places. */
  readonly ordersPerPace: number;
}

const CUSTOMERS_SHARE = 0.95;

export function foundCompany(options: CompanyOptions): Company {
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
    ordersPerDay,
    ordersFromCustomers: CUSTOMERS_SHARE * ordersPerDay,
    ordersPerPace: (CUSTOMERS_SHARE * ordersPerDay) / pace,
  };
}
