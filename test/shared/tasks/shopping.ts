import { isoDate } from "../../../shared/dates.ts";
import { stream } from "../../../shared/learning/random.ts";
import type { ShoppingDay } from "./metrics-warehouse.ts";

/** Days of random customers between two days, each customer at most once a day. */
export const shopping = (seed: number, first: number, last: number): ShoppingDay[] => {
  const random = stream(seed, "leakage");
  return Array.from({ length: last - first + 1 }, (_, index) => isoDate(first + index)).flatMap((date) =>
    Array.from({ length: 40 }, (_, customer) => customer)
      .filter(() => random.chance(0.12))
      .map((customer) => ({
        date,
        customer: `C${customer}`,
        country: random.chance(0.7) ? "GB" : "DE",
        orders: random.below(3),
        items: 1 + random.below(9),
        gross: random.next() * 10 ** (1 + random.below(4)),
        returns: random.chance(0.2) ? random.next() * 50 : 0,
      })),
  );
};
