import { joinInputs } from "../../../shared/learning/columns.ts";
import type { Inputs } from "../../../shared/learning/model.ts";
import type { Basket } from "../../../shared/tasks/spend/customer-day.ts";
import { type Ladder, ladderTo, neverLess } from "./never-less.ts";

/** More orders on one day count as this many. */
const mostOrders = 5;

/** What a question about a basket is answered from. */
export interface Asked {
  readonly basket: Basket;
  /** The answer without the basket. */
  readonly before: number;
  /** The customer's row if the basket had arrived in a file. */
  describe(basket: Basket): Inputs | undefined;
  predict(inputs: Inputs): Float64Array;
}

/**
 * The value of the days after a basket. Buying never lowers it, and no basket gives less than one of a smaller amount or
 * fewer orders. A model can say otherwise of a single customer: a small basket lowers their average, and after a purchase
 * some wait longer. Over a month that is noise of the model, not of the customers (see never-less.ts).
 */
export const valueWithBasket = (asked: Asked): number => {
  const { basket, before } = asked;
  const worth = basket.amount * (1 - basket.discount) - basket.returns;
  if (worth < 0) return Math.min(before, answersTo(asked, [basket])[0] ?? before);
  if (worth === 0 && basket.orders === 0) return before;
  const ladder = ladderTo(worth);
  const orders = Math.min(mostOrders, Math.max(1, basket.orders));
  return rowsOf(ladder, asked, orders).reduce(
    (least, answer) => Math.max(least, neverLess(ladder, answer, least)),
    before,
  );
};

/** For one order, two orders, ...: the answer to each amount of the ladder. All rows are predicted at once. */
const rowsOf = ({ below, between }: Ladder, asked: Asked, orders: number) => {
  const amounts = [...new Set([...below, ...between])];
  const counts = Array.from({ length: orders }, (_, count) => count + 1);
  const all = answersTo(
    asked,
    counts.flatMap((count) => amounts.map((amount) => worthOf(asked.basket, amount, count))),
  );
  return counts.map((_, turn) => {
    const byAmount = new Map(amounts.map((amount, place) => [amount, all[turn * amounts.length + place]]));
    return (amount: number) => byAmount.get(amount) ?? Number.NEGATIVE_INFINITY;
  });
};

/** Goods that came back on the same day stay what they are: only what was bought varies. */
const worthOf = (basket: Basket, worth: number, orders: number): Basket => ({
  ...basket,
  orders,
  amount: worth + basket.returns,
  discount: 0,
});

/** Nothing is answered if no basket makes a row, as one of returns alone does not for a new customer. */
const answersTo = ({ describe, predict }: Asked, baskets: readonly Basket[]): Float64Array => {
  const [first, ...others] = baskets.flatMap((basket) => describe(basket) ?? []);
  return first
    ? predict(joinInputs([first, ...others])).map((value) => Math.max(0, value))
    : new Float64Array();
};
