import { Basket } from "../../../../shared/tasks/spend/customer-day.ts";

/** Today's shopping as a form sends it: all of it is text, and some of it nonsense. */
export interface AskedBasket {
  readonly amount: string;
  readonly items: string;
  readonly orders: string;
}

export type BasketFault = "amount" | "items" | "orders";

/** Nothing if the form was not filled in; the basket; or the fields that are wrong. */
export const readBasket = (
  asked: AskedBasket,
): { readonly basket?: Basket; readonly faults: readonly BasketFault[] } => {
  if (asked.amount === "" && asked.items === "") return { faults: [] };
  const parsed = Basket.safeParse({
    amount: numberIn(asked.amount),
    items: numberIn(asked.items === "" ? "1" : asked.items),
    orders: numberIn(asked.orders === "" ? "1" : asked.orders),
  });
  if (parsed.success) return { basket: parsed.data, faults: [] };
  const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  return { faults: (["amount", "items", "orders"] as const).filter((field) => wrong.has(field)) };
};

/** A comma may stand for the point, as in 49,95; more than that would have to be guessed. */
const numberIn = (text: string): number =>
  /^\d{1,15}([.,]\d{1,4})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : Number.NaN;
