import { describe, expect, it } from "vitest";
import { valueWithBasket } from "../../../../functions/7-predict/what-if/basket-answer.ts";
import type { Inputs } from "../../../../shared/learning/model.ts";
import { stream } from "../../../../shared/learning/random.ts";
import type { Basket } from "../../../../shared/tasks/spend/customer-day.ts";

const random = stream(11, "basket answer");
const between = (low: number, high: number) => low + (high - low) * random.next();
const features = ["amount", "orders", "returns"];

/** The row holds the basket itself. */
const rowOf = ({ amount, discount, orders, returns }: Basket): Inputs => ({
  features,
  rows: 1,
  x: Float64Array.of(amount * (1 - discount), orders, returns),
  expected: Float64Array.of(1),
});

/** A model with steps up and down in the amount, the orders and the returns. */
const jagged = () => {
  const steps = Array.from({ length: 15 }, () => ({
    place: random.below(3),
    at: 10 ** between(-1, 5),
    by: between(-60, 60),
  }));
  const perOrder = between(-20, 20);
  return ({ x, rows }: Inputs) =>
    Float64Array.from({ length: rows }, (_, row) =>
      steps.reduce(
        (sum, { place, at, by }) => sum + ((x[row * features.length + place] ?? 0) >= at ? by : 0),
        100 + perOrder * (x[row * features.length + 1] ?? 0),
      ),
    );
};

const anyBasket = (): Basket => ({
  amount: random.chance(0.1) ? 0 : 10 ** between(-1, 5),
  items: 1,
  orders: random.below(4),
  returns: random.chance(0.5) ? 0 : 10 ** between(-1, 5),
  discount: random.chance(0.5) ? 0 : random.next(),
});

const worthOf = ({ amount, discount, returns }: Basket) => amount * (1 - discount) - returns;

describe("the value after a basket", () => {
  it("never falls with the amount and the orders, nor rises with the returns: 10,000 questions of any model", () => {
    let moved = 0;
    for (let turn = 0; turn < 5000; turn++) {
      const asked = { before: between(0, 300), describe: rowOf, predict: jagged() };
      const small = anyBasket();
      const more = { ...small, amount: small.amount * (1 + random.next()) };
      const large = { ...more, orders: more.orders + (worthOf(more) < 0 ? 0 : random.below(2)) };
      const [one, other] = [small, large].map((basket) => valueWithBasket({ ...asked, basket }));
      expect(other).toBeGreaterThanOrEqual((one ?? Number.NaN) - 1e-9);
      if (worthOf(small) >= 0) expect(one).toBeGreaterThanOrEqual(asked.before);
      else expect(one).toBeLessThanOrEqual(asked.before);
      expect(one).toBeGreaterThanOrEqual(0);
      moved += Number(one !== asked.before);
    }
    expect(moved).toBeGreaterThan(2500);
  });

  it("stays as it was where returns alone tell nothing of a customer", () => {
    const basket = { amount: 0, items: 1, orders: 0, returns: 50, discount: 0 };
    const asked = { basket, before: 80, describe: () => undefined, predict: jagged() };
    expect(valueWithBasket(asked)).toBe(80);
  });
});
