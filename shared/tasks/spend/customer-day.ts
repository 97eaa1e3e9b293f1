import { z } from "zod";

/** One of a customer's days with any line, as metrics.daily_customer_metrics has it. Money in the base currency. */
export interface SpendDay {
  readonly date: string;
  readonly country: string | null;
  readonly orders: number;
  readonly items: number;
  readonly products: number;
  readonly gross: number;
  readonly returns: number;
}

export const netSpend = ({ gross, returns }: SpendDay): number => gross - returns;

/** Shopping that is in no file yet. */
export const Basket = z.strictObject({
  /** Value of the goods before the discount. */
  amount: z.number().min(0).max(1e9),
  items: z.number().min(0).max(1e6),
  orders: z.int().min(0).max(1000).default(1),
  /** Different products; by default the customer's average for a day. */
  products: z.int().min(0).max(1e6).optional(),
  /** Value returned on the same day. */
  returns: z.number().min(0).max(1e9).default(0),
  /** A fraction of the amount. */
  discount: z.number().min(0).max(1).default(0),
});
export type Basket = z.infer<typeof Basket>;

/** The customer's days as they would be if the basket had arrived as a file of that date. */
export const withBasket = (days: readonly SpendDay[], date: string, basket: Basket): readonly SpendDay[] => {
  const before = days.filter((day) => day.date !== date);
  const same = days.find((day) => day.date === date);
  return [
    ...before,
    {
      date,
      country: same?.country ?? null,
      orders: (same?.orders ?? 0) + basket.orders,
      items: (same?.items ?? 0) + basket.items,
      products: (same?.products ?? 0) + (basket.products ?? usualProducts(before, basket)),
      gross: (same?.gross ?? 0) + basket.amount * (1 - basket.discount),
      returns: (same?.returns ?? 0) + basket.returns,
    },
  ];
};

const usualProducts = (days: readonly SpendDay[], { items }: Basket): number => {
  const bought = days.filter(({ orders }) => orders > 0);
  const average = bought.reduce((sum, { products }) => sum + products, 0) / Math.max(1, bought.length);
  return Math.min(Math.ceil(items), Math.max(1, Math.round(average)));
};
