import { isoDate } from "../../../shared/dates.ts";
import { type Random, stream } from "../../../shared/learning/random.ts";
import { type Anomaly, orderBoost, orderHappens, scaleCategory } from "./anomalies.ts";
import { drawLine, drawProducts, type Line, orderScale } from "./basket.ts";
import type { Customer } from "./customers.ts";
import type { Company } from "./founding.ts";
import { COUNTRIES } from "./geography.ts";
import { type Buyer, type Invoice, OPENS_MINUTE, openMinute, stamp } from "./invoice.ts";
import { PendingReturns, type Returnable } from "./returns.ts";
import { at, logNormalNoise, pick, poisson } from "./samplers.ts";
import type { Store } from "./stores.ts";
import { type WeightedChoice, weightedChoice } from "./weighted-choice.ts";

interface Day {
  readonly number: number;
  readonly date: string;
  readonly random: Random;
  readonly isPromotion: boolean;
  readonly anomaly: Anomaly | undefined;
}

const FIRST_INVOICE = 500_001;
const DAY_NOISE = 0.1;
const HOME_STORE_CHANCE = 0.85;
const LEAST_GUEST_SHARE = 0.08;

const guestCountry = weightedChoice(COUNTRIES.map((each) => each.share));

/** Plays the company's days in order. Remembers which customers are lost and which goods will be returned. */
export class Trading {
  readonly #company: Company;
  readonly #lost = new Set<Customer>();
  readonly #returns: PendingReturns<Invoice>;
  readonly #anyCustomer: WeightedChoice;
  #nextInvoice = FIRST_INVOICE;

  constructor(company: Company) {
    this.#company = company;
    this.#returns = new PendingReturns(company.calendar);
    this.#anyCustomer = weightedChoice(company.customers.map((each) => each.pace));
  }

  /** A day's invoices: at least one on an open day, none on a closed one. */
  trade(number: number): readonly Invoice[] {
    const { calendar, options, anomalies } = this.#company;
    if (!calendar.isOpen(number)) return [];
    const date = isoDate(number);
    const random = stream(options.seed, "trading", date);
    const anomaly = anomalies.find((each) => each.days.includes(number));
    const day = { number, date, random, isPromotion: calendar.isPromotion(number), anomaly };
    const orders = this.#placeOrders(day);
    const sold = orders.length > 0 ? orders : [this.#loneOrder(day)];
    return [...sold, ...this.#returns.takeDue(number).map((each) => this.#creditNote(day, each))];
  }

  hasLost(customer: Customer): boolean {
    return this.#lost.has(customer);
  }

  /** Decided returns up to that day. */
  returnsUntil(day: number): readonly Returnable<Invoice>[] {
    return this.#returns.dueUntil(day);
  }

  /** Draws from guests and from all customers at their full pace; customers who cannot buy today are skipped. */
  #placeOrders(day: Day): Invoice[] {
    const { random, anomaly, number } = day;
    const fromCustomers = this.#company.ordersFromCustomers;
    const fromGuests = this.#ordersFromGuests(number);
    const weight = this.#company.calendar.weight(number) * logNormalNoise(random, DAY_NOISE);
    const tries = (fromCustomers + fromGuests) * weight * orderBoost(anomaly);
    const minutes = Uint16Array.from({ length: poisson(random, tries) }, () => openMinute(random)).sort();
    const orders: Invoice[] = [];
    for (const minute of minutes) {
      const isGuest = random.chance(fromGuests / (fromCustomers + fromGuests));
      const order = this.#tryOrder(day, minute, isGuest ? this.#guest(random) : this.#buyingCustomer(day));
      if (order !== undefined) orders.push(order);
    }
    return orders;
  }

  /** Guests replace the orders of customers who have not started or are lost. */
  #ordersFromGuests(day: number): number {
    const { ordersPerDay, ordersPerPace, customers } = this.#company;
    let pace = 0;
    for (const each of customers) if (each.activeFrom <= day && !this.#lost.has(each)) pace += each.pace;
    return Math.max(LEAST_GUEST_SHARE * ordersPerDay, ordersPerDay - ordersPerPace * pace);
  }

  #guest(random: Random): Buyer {
    return { customer: undefined, country: at(COUNTRIES, guestCountry(random)) };
  }

  #buyingCustomer({ random, number }: Day): Buyer | undefined {
    const customer = at(this.#company.customers, this.#anyCustomer(random));
    if (customer.activeFrom > number || this.#lost.has(customer)) return undefined;
    return { customer, country: customer.country };
  }

  #tryOrder(day: Day, minute: number, buyer: Buyer | undefined): Invoice | undefined {
    if (buyer === undefined) return undefined;
    const { random, anomaly } = day;
    const store = this.#drawStore(random, buyer);
    if (!orderHappens(random, anomaly, buyer.country, store)) return undefined;
    const lines = this.#drawLines(day, buyer);
    if (lines.length === 0) return undefined;
    const { customer } = buyer;
    if (customer !== undefined && random.chance(customer.dropout)) this.#lost.add(customer);
    return this.#invoice(day, minute, buyer, store, lines);
  }

  #drawStore(random: Random, { customer, country }: Buyer): Store {
    const { stores } = this.#company;
    if (!random.chance(HOME_STORE_CHANCE)) return stores.hub;
    return customer?.homeStore ?? pick(random, stores.shopsIn(country));
  }

  #drawLines({ random, anomaly, isPromotion }: Day, { customer }: Buyer): Line[] {
    const { catalogue, meanBasket } = this.#company;
    const scale = (customer?.appetite ?? 1) * orderScale(random);
    const products = scaleCategory(random, anomaly, catalogue, drawProducts(random, catalogue, meanBasket));
    return products.map((index) => drawLine(random, at(catalogue.products, index), scale, isPromotion));
  }

  #loneOrder(day: Day): Invoice {
    const { catalogue, stores } = this.#company;
    const product = at(catalogue.products, catalogue.any(day.random));
    const lines = [drawLine(day.random, product, 1, day.isPromotion)];
    return this.#invoice(day, OPENS_MINUTE, this.#guest(day.random), stores.hub, lines);
  }

  #invoice(day: Day, minute: number, buyer: Buyer, store: Store, lines: readonly Line[]): Invoice {
    const number = String(this.#nextInvoice++);
    const invoice = { number, stamp: stamp(day.date, minute), buyer, store, lines };
    for (const line of lines) this.#returns.consider(day.random, day.number, invoice, line);
    return invoice;
  }

  #creditNote({ date, random }: Day, { sale, line }: Returnable<Invoice>): Invoice {
    const number = `C${this.#nextInvoice++}`;
    return { ...sale, number, stamp: stamp(date, openMinute(random)), lines: [line] };
  }
}
