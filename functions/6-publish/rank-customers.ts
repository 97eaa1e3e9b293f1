import { rounded } from "../../shared/learning/amounts.ts";
import { byBytes } from "../../shared/serving/id-order.ts";
import {
  type CustomerRanks,
  deepestRank,
  type RankedCustomer,
  RankOrder,
} from "../../shared/serving/sections/customer-ranks.ts";
import type { CustomerHistory } from "../../shared/serving/sections/customers.ts";

type Row = { -readonly [Name in keyof RankedCustomer]: RankedCustomer[Name] };

/** Collects the first customers by each order while all of them stream by. Memory holds a few times as many as are kept. */
export class CustomerRanking {
  readonly #tops = new Map(RankOrder.options.map((order) => [order, new Top(before[order])]));
  readonly #countries = new Map<string, number>();
  /** Those whose prediction is still to come. */
  readonly #waiting = new Map<string, Row>();

  /** Goes on from the ranks of the customers before. */
  constructor(earlier?: CustomerRanks) {
    if (!earlier) return;
    const rows = earlier.customers.map((customer): Row => ({ ...customer }));
    for (const order of RankOrder.options)
      for (const place of earlier.orders[order]) {
        const row = rows[place];
        if (row) this.#tops.get(order)?.offer(row);
      }
    for (const [country, count] of earlier.countries) this.#countries.set(country, count);
  }

  add(id: string, history: CustomerHistory): void {
    const row = summary(id, history);
    if (row.country !== null) this.#countries.set(row.country, (this.#countries.get(row.country) ?? 0) + 1);
    for (const order of ["net", "orders", "last"] as const) this.#tops.get(order)?.offer(row);
    this.#waiting.set(id, row);
  }

  predicted(id: string, value: number): void {
    const row = this.#waiting.get(id);
    if (!row) return;
    row.expected = rounded(value);
    this.#tops.get("expected")?.offer(row);
  }

  /** All predictions of the customers so far have come. */
  predictedAll(): void {
    this.#waiting.clear();
  }

  ranks(): CustomerRanks {
    const customers: RankedCustomer[] = [];
    const places = new Map<RankedCustomer, number>();
    const placeOf = (row: RankedCustomer): number => {
      const found = places.get(row) ?? customers.push(row) - 1;
      places.set(row, found);
      return found;
    };
    const order = (name: RankOrder) => (this.#tops.get(name)?.rows() ?? []).map(placeOf);
    return {
      customers,
      orders: {
        net: order("net"),
        orders: order("orders"),
        last: order("last"),
        expected: order("expected"),
      },
      countries: [...this.#countries].sort(([a, most], [b, more]) => more - most || byBytes(a, b)),
    };
  }
}

/** Equal ones are ordered by id, so that the same tables give the same bytes. */
const before: Readonly<Record<RankOrder, (left: Row, right: Row) => number>> = {
  net: (left, right) => right.net - left.net || byBytes(left.id, right.id),
  orders: (left, right) => right.orders - left.orders || byBytes(left.id, right.id),
  last: (left, right) =>
    left.lastDay === right.lastDay ? byBytes(left.id, right.id) : left.lastDay < right.lastDay ? 1 : -1,
  expected: (left, right) => (right.expected ?? 0) - (left.expected ?? 0) || byBytes(left.id, right.id),
};

/** The first rows of a stream. */
class Top {
  readonly #order: (left: Row, right: Row) => number;
  #rows: Row[] = [];

  constructor(order: (left: Row, right: Row) => number) {
    this.#order = order;
  }

  offer(row: Row): void {
    this.#rows.push(row);
    if (this.#rows.length >= 4 * deepestRank) this.#cut();
  }

  rows(): readonly Row[] {
    this.#cut();
    return this.#rows;
  }

  #cut(): void {
    this.#rows = this.#rows.sort(this.#order).slice(0, deepestRank);
  }
}

const summary = (id: string, { days }: CustomerHistory): Row => {
  let orders = 0;
  let net = 0;
  let country: string | null = null;
  for (const [, there, count, , , gross, returns] of days) {
    orders += count;
    net += gross - returns;
    country = there ?? country;
  }
  return {
    id,
    country,
    orders,
    net: rounded(net),
    firstDay: days[0]?.[0] ?? "",
    lastDay: days.at(-1)?.[0] ?? "",
    expected: null,
  };
};
