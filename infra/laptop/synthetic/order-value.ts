import type { Random } from "../../../shared/learning/random.ts";
import { drawProducts, expectedShareKept, MEAN_ORDER_SCALE, typicalExtraUnits } from "./basket.ts";
import type { Catalogue } from "./catalogue.ts";
import { at } from "./samplers.ts";

/** The average order of an unknown customer. */
export interface BasketMeans {
  readonly lines: number;
  /** GBP cents of an order at list price, split by whether discounts apply; `extra` is multiplied by the scale. */
  readonly fixed: { readonly single: number; readonly extra: number };
  readonly discountable: { readonly single: number; readonly extra: number };
}

const MEASURED_BASKETS = 20_000;

/** Measured, not computed: products of a basket differ, so popular ones weigh less than their popularity. */
export function measureBaskets(random: Random, catalogue: Catalogue, meanSize: number): BasketMeans {
  let lines = 0;
  const fixed = { single: 0, extra: 0 };
  const discountable = { single: 0, extra: 0 };
  for (let basket = 0; basket < MEASURED_BASKETS; basket++) {
    for (const index of drawProducts(random, catalogue, meanSize)) {
      const product = at(catalogue.products, index);
      const part = product.isDiscountable ? discountable : fixed;
      lines += 1 / MEASURED_BASKETS;
      part.single += product.priceCents / MEASURED_BASKETS;
      part.extra += (product.priceCents * typicalExtraUnits(product)) / MEASURED_BASKETS;
    }
  }
  return { lines, fixed, discountable };
}

/** An order's average value in GBP cents of the home price list. */
export function expectedOrderCents(means: BasketMeans, appetite: number, isPromotion: boolean): number {
  const scale = appetite * MEAN_ORDER_SCALE;
  const full = means.fixed.single + scale * means.fixed.extra;
  return (
    full + expectedShareKept(isPromotion) * (means.discountable.single + scale * means.discountable.extra)
  );
}
