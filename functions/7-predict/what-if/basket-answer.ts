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
 * fewer orders; the more comes back, the lower it is. A model can say otherwise of a single customer: a small basket lowers
 * their average, and after a purchase some wait longer. Over a month that is noise of the model, not of the customers (see
 * never-less.ts).
 */
export const valueWithBasket = (asked: Asked): number => {
  const { basket, before } = asked;
  const worth = basket.amount * (1 - basket.discount) - basket.returns;
  if (worth < 0) return valueAfterReturns(asked, -worth);
  if (worth === 0 && basket.orders === 0) return before;
  const ladder = ladderTo(worth);
  const orders = Math.min(mostOrders, Math.max(1, basket.orders));
  const counts = Array.from({ length: orders }, (_, count) => count + 1);
  return curves(ladder, asked, counts, worthOf).reduce(
    (least, answer) => neverLess(ladder, (amount) => answer(amount) ?? least, least),
    before,
  );
};

/** A day on which more came back than was bought counts as returns of the difference: its orders promise nothing. */
const valueAfterReturns = (asked: Asked, returned: number): number => {
  const ladder = ladderTo(returned);
  const [answer = () => asked.before] = curves(ladder, asked, [0], returnsOf);
  return 0 - neverLess(ladder, (amount) => 0 - (answer(amount) ?? asked.before), -asked.before);
};

type Curve = (amount: number) => number | undefined;

/** For each count of orders the answer to each amount of the ladder. All rows are predicted at once. */
const curves = (
  { below, between }: Ladder,
  asked: Asked,
  counts: readonly number[],
  basketOf: (basket: Basket, amount: number, orders: number) => Basket,
): readonly Curve[] => {
  const amounts = [...new Set([...below, ...between])];
  const all = answersTo(
    asked,
    counts.flatMap((count) => amounts.map((amount) => basketOf(asked.basket, amount, count))),
  );
  return counts.map((_, turn) => {
    const byAmount = new Map(amounts.map((amount, place) => [amount, all[turn * amounts.length + place]]));
    return (amount: number) => byAmount.get(amount);
  });
};

/** Goods that came back on the same day stay what they are: only what was bought varies. */
const worthOf = (basket: Basket, worth: number, orders: number): Basket => ({
  ...basket,
  orders,
  amount: worth + basket.returns,
  discount: 0,
});

const returnsOf = (basket: Basket, returns: number): Basket => ({
  ...basket,
  orders: 0,
  amount: 0,
  discount: 0,
  returns,
});

/** Nothing is answered if no basket makes a row, as one of returns alone does not for a new customer. */
const answersTo = ({ describe, predict }: Asked, baskets: readonly Basket[]): Float64Array => {
  const [first, ...others] = baskets.flatMap((basket) => describe(basket) ?? []);
  return first
    ? predict(joinInputs([first, ...others])).map((value) => Math.max(0, value))
    : new Float64Array();
};
