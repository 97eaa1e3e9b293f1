import type { SpendAnswer } from "../../../../functions/7-predict/api.ts";
import { stream } from "../../../../shared/learning/random.ts";
import type { Basket } from "../../../../shared/tasks/spend/customer-day.ts";

type Ask = (customer: string, today: Basket) => Promise<SpendAnswer>;

const money = (value: number): number => Math.round(100 * value) / 100;

/**
 * Two baskets of one customer: the second is worth at least as much, in as many orders or more, of any items. A sixth of the
 * pairs has goods that came back too, which may be worth more than what was bought.
 */
const pairFor = (random: ReturnType<typeof stream>): readonly [Basket, Basket] => {
  const amount = 10 ** (5 * random.next() - 0.5);
  const beside = random.chance(1 / 6)
    ? { returns: money(amount * 2 * random.next()), discount: random.below(4) / 10 }
    : { returns: 0, discount: 0 };
  const basket = (value: number, orders: number): Basket => ({
    ...beside,
    amount: money(value),
    orders,
    items: 1 + random.below(200),
    ...(random.chance(0.5) && { products: 1 + random.below(20) }),
  });
  const orders = 1 + random.below(3);
  const more = random.chance(0.5) ? amount * (1 + random.next() / 10) : amount * 10 ** (2 * random.next());
  return [basket(amount, orders), basket(more, orders + random.below(2))];
};

const worthOf = ({ amount, discount, returns }: Basket): number => amount * (1 - discount) - returns;

/** Asks pairs of random questions and collects what is wrong with the answers; empty if nothing is. */
export const wrongAnswers = async (ask: Ask, customers: readonly string[], pairs: number, seed: number) => {
  const random = stream(seed, "what-if");
  const wrong: string[] = [];
  let raised = 0;
  for (let turn = 0; turn < pairs; turn++) {
    const customer = customers[random.below(customers.length)] ?? "";
    const [small, large] = pairFor(random);
    const [one, other] = [await ask(customer, small), await ask(customer, large)];
    const say = (fault: string) =>
      wrong.push(`${customer}: ${fault}: ${JSON.stringify([small, one.value, large, other.value])}`);
    for (const [basket, answer] of [
      [small, one],
      [large, other],
    ] as const) {
      const change = answer.withoutToday?.change ?? Number.NaN;
      if (!(worthOf(basket) < 0 ? change <= 0 : change >= 0))
        say(`the basket changes the month by ${change}`);
      raised += Number(change > 0);
      if (!addUp(answer)) say("its reasons do not add up");
    }
    if (other.value < one.value) say("the larger basket gives less");
  }
  return { wrong, raised };
};

/** Reasons start from a base value and add up to the answer, to the penny; so do those of the change. */
export const addUp = ({ value, start, reasons, otherReasons, withoutToday }: SpendAnswer): boolean => {
  const total = (effects: SpendAnswer["reasons"]) => effects.reduce((sum, { effect }) => sum + effect, 0);
  const isPenny = (gap: number) => Math.abs(gap) < 1e-6 * Math.max(1, Math.abs(value));
  return (
    isPenny(start + total(reasons) + otherReasons - value) &&
    (!withoutToday ||
      isPenny(total(withoutToday.reasons) + withoutToday.otherReasons - withoutToday.change)) &&
    [...reasons, ...(withoutToday?.reasons ?? [])].every(isSensible)
  );
};

/** No average order below nothing, and nobody returns more than they bought. */
const isSensible = ({ feature, value }: SpendAnswer["reasons"][number]): boolean =>
  value === null ||
  ((feature !== "average_order_value" || value >= 0) &&
    (feature !== "return_share" || (value >= 0 && value <= 1)));
