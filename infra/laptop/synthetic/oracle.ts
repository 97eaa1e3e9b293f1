import { expectedOrderCents } from "./basket.ts";
import { csvFile, csvRow, type GeneratedFile, money } from "./csv.ts";
import type { Customer } from "./customers.ts";
import type { Company } from "./founding.ts";
import type { FxRates } from "./fx.ts";
import { listPriceCents, PRICE_LIST } from "./geography.ts";
import { expectedShareReturned } from "./returns.ts";
import type { Trading } from "./trading.ts";

const WINDOW_DAYS = 30;

type FutureDay = ReturnType<typeof nextDays>[number];

/** The best possible forecast: it knows each customer's parameters, but not the random draws of the next days. */
export function customerTruth(company: Company, trading: Trading, rates: FxRates["last"]): GeneratedFile {
  const days = nextDays(company);
  const comingBack = returnedCents(company, trading, rates);
  const rows = company.customers.map((customer) => {
    const isAlive = !trading.hasLost(customer);
    const future = isAlive ? futureCents(company, customer, days) * baseFactor(customer, rates) : 0;
    const order = expectedOrderCents(company.basketMeans, customer.appetite, false);
    return csvRow(
      customer.id,
      isAlive ? 1 : 0,
      (7 * company.ordersPerPace * customer.pace).toFixed(6),
      money(Math.round(order * baseFactor(customer, rates))),
      money(Math.round(future - (comingBack.get(customer) ?? 0))),
    );
  });
  const header = "customer_id,alive_at_end,rate_per_week,expected_order_value_base,expected_spend_30d";
  return csvFile("_truth/customers.csv", header, rows);
}

function nextDays({ calendar, lastDay }: Company) {
  return Array.from({ length: WINDOW_DAYS }, (_, index) => {
    const number = lastDay + 1 + index;
    return {
      number,
      weight: calendar.weight(number),
      isPromotion: calendar.isPromotion(number),
      shareKept: 1 - expectedShareReturned(calendar, number, lastDay + WINDOW_DAYS),
    };
  });
}

/** In GBP cents of the home price list, for a customer who is still active when the window opens. */
function futureCents(company: Company, customer: Customer, days: readonly FutureDay[]): number {
  const everyday = expectedOrderCents(company.basketMeans, customer.appetite, false);
  const promotion = expectedOrderCents(company.basketMeans, customer.appetite, true);
  let cents = 0;
  let intensity = 0;
  for (const day of days) {
    if (day.number < customer.activeFrom) continue;
    const today = company.ordersPerPace * customer.pace * day.weight;
    const orders = expectedOrders(customer.dropout, intensity, today);
    intensity += today;
    cents += orders * (day.isPromotion ? promotion : everyday) * day.shareKept;
  }
  return cents;
}

/** Each order may be the last, so the chance to be active falls with the number of orders before. */
function expectedOrders(dropout: number, before: number, today: number): number {
  const aliveBefore = Math.exp(-dropout * before);
  return dropout > 1e-9 ? (aliveBefore * -Math.expm1(-dropout * today)) / dropout : today;
}

function baseFactor({ country }: Customer, rates: FxRates["last"]): number {
  return (PRICE_LIST[country.currency] / 100) * rates[country.currency];
}

function returnedCents(company: Company, trading: Trading, rates: FxRates["last"]): Map<Customer, number> {
  const cents = new Map<Customer, number>();
  for (const { sale, line } of trading.returnsUntil(company.lastDay + WINDOW_DAYS)) {
    const { customer, country } = sale.buyer;
    if (customer === undefined) continue;
    const price = listPriceCents(line.product.priceCents, country.currency) * rates[country.currency];
    const value = -line.quantity * price * (1 - line.discountPercent / 100);
    cents.set(customer, (cents.get(customer) ?? 0) + value);
  }
  return cents;
}
