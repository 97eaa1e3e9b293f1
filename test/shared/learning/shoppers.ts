import { expect } from "vitest";
import type { Examples, Family, Model } from "../../../shared/learning/model.ts";
import { stream } from "../../../shared/learning/random.ts";
import { examplesOf } from "./examples.ts";

const FEATURES = ["recency", "orders", "basket", "returns", "noise"];

/**
 * Simulated customers: the chance of a purchase falls with recency and rises with orders; the amount is about their basket.
 * The run-rate knows orders and basket, but not recency.
 */
export function shoppers(rows: number, seed = 1): { readonly train: Examples; readonly test: Examples } {
  return { train: month(rows, `${seed} train`), test: month(Math.ceil(rows / 2), `${seed} test`) };
}

function month(count: number, key: string): Examples {
  const random = stream(11, "shoppers", key);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const drawn = Array.from({ length: count }, () => {
    const recency = Math.floor(180 * random.next() ** 2);
    const orders = 1 + Math.floor(12 * random.next() ** 3);
    const basket = 40 * Math.exp(0.8 * normal());
    const chance = 1 / (1 + Math.exp(1 + recency / 40 - orders / 3));
    const spend = random.chance(chance) ? basket * Math.exp(0.5 * normal()) : 0;
    const returns = random.chance(0.2) ? Number.NaN : random.next();
    return { row: [recency, orders, basket, returns, random.next()], spend, rate: (orders * basket) / 8 + 1 };
  });
  return examplesOf(
    FEATURES,
    drawn.map(({ row }) => row),
    drawn.map(({ spend }) => spend),
    { expected: drawn.map(({ rate }) => rate), weight: drawn.map((_, row) => 0.5 + (row % 3) / 4) },
  );
}

/** Saves through JSON and through bytes at an unaligned offset, as in a file. */
export function expectSameAfterLoading(family: Family, model: Model, test: Examples): void {
  const { family: name, settings, weights } = model.save();
  const shifted = new Uint8Array(weights.length + 3).subarray(3);
  shifted.set(weights);
  const loaded = family.load({
    family: name,
    settings: JSON.parse(JSON.stringify(settings)),
    weights: shifted,
  });
  expect([...loaded.predict(test)]).toEqual([...model.predict(test)]);
  if (model.explain) expect([...(loaded.explain?.(test, 3) ?? [])]).toEqual([...model.explain(test, 3)]);
}
