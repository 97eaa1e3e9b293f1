import type { Snapshot } from "../../../../shared/serving/read-snapshot.ts";
import type {
  CustomerRanks,
  RankedCustomer,
  RankOrder,
} from "../../../../shared/serving/sections/customer-ranks.ts";
import { type CustomerHistory, customers } from "../../../../shared/serving/sections/customers.ts";
import { andThen, type ValueOrPromise } from "../../../../shared/value-or-promise.ts";

export const pageSize = 50;

export interface Listed {
  readonly rows: readonly RankedCustomer[];
  /** The id that the next page begins with; undefined on the last. */
  readonly next: string | undefined;
}

/** A page of the customers whose ids begin with a prefix, over any number of customers: it reads one or two shards. */
export const customersFrom = (snapshot: Snapshot, prefix: string, from: string): ValueOrPromise<Listed> =>
  andThen(snapshot.listFrom(customers, from > prefix ? from : prefix, pageSize + 1), (found) => {
    const fitting = found.filter(([id]) => id.startsWith(prefix));
    return {
      rows: fitting.slice(0, pageSize).map(([id, history]) => summarized(id, history)),
      next: fitting[pageSize]?.[0],
    };
  });

const summarized = (id: string, { days }: CustomerHistory): RankedCustomer => ({
  id,
  country: days.findLast(([, country]) => country !== null)?.[1] ?? null,
  orders: days.reduce((sum, [, , orders]) => sum + orders, 0),
  net: days.reduce((sum, [, , , , , gross, returns]) => sum + gross - returns, 0),
  firstDay: days[0]?.[0] ?? "",
  lastDay: days.at(-1)?.[0] ?? "",
  expected: null,
});

/** The first customers by an order, of one country or of all. */
export const ranked = (
  { customers: all, orders }: CustomerRanks,
  order: RankOrder,
  country: string,
): readonly RankedCustomer[] => {
  const rows = (orders[order] ?? []).flatMap((place) => all[place] ?? []);
  return country === "" ? rows : rows.filter((row) => row.country === country);
};
