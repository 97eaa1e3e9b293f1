import type { Random } from "../../../shared/learning/random.ts";
import type { Catalogue, Product } from "./catalogue.ts";
import { at, geometric, logNormalNoise, pick, roundFairly } from "./samplers.ts";

export interface Line {
  readonly product: Product;
  /** Negative for a return. */
  readonly quantity: number;
  readonly discountPercent: number;
}

/** One order in eighty is a bulk order, ten times the usual amounts. */
const BULK = { chance: 0.0125, factor: 10 };
const ORDER_SPREAD = 0.6;
const MAX_EXTRA_UNITS = 4000;
const EVERYDAY = { chance: 0.08, percents: [5, 10, 15, 20] };
const PROMOTION = { chance: 0.5, percents: [10, 10, 20, 20, 30, 30, 50, 80] };

/** The mean of `orderScale`, bulk orders included. */
const MEAN_ORDER_SCALE = 1 + BULK.chance * (BULK.factor - 1);

/** Small companies sell small baskets, so that each open day still has several. */
export function meanBasketSize(linesPerDay: number): number {
  return Math.min(8, Math.max(1.2, linesPerDay / 12));
}

/** Draws different products by popularity. Stops early if a small catalogue has few unpopular ones left. */
export function drawProducts(random: Random, catalogue: Catalogue, meanSize: number): number[] {
  const size = Math.min(1 + geometric(random, meanSize - 1), 80, catalogue.products.length);
  const chosen: number[] = [];
  for (let tries = 0; chosen.length < size && tries < 3 * size + 5; tries++) {
    const product = catalogue.any(random);
    if (!chosen.includes(product)) chosen.push(product);
  }
  return chosen;
}

/** How much larger or smaller than usual this order is. */
export function orderScale(random: Random): number {
  return logNormalNoise(random, ORDER_SPREAD) * (random.chance(BULK.chance) ? BULK.factor : 1);
}

/** `scale` is the customer's appetite times the order's scale. */
export function drawLine(random: Random, product: Product, scale: number, isPromotion: boolean): Line {
  const extra = Math.min(scale * typicalExtraUnits(product), MAX_EXTRA_UNITS);
  return {
    product,
    quantity: 1 + roundFairly(random, extra),
    discountPercent: product.isDiscountable ? drawDiscount(random, isPromotion) : 0,
  };
}

/** Customers take cheap products by the dozen and expensive ones singly. */
function typicalExtraUnits(product: Product): number {
  return 50 / Math.sqrt(product.priceCents);
}

/** The share of the list price that remains of a discountable product on average. */
function expectedShareKept(isPromotion: boolean): number {
  const { chance, percents } = isPromotion ? PROMOTION : EVERYDAY;
  const mean = percents.reduce((sum, percent) => sum + percent, 0) / percents.length;
  return 1 - (chance * mean) / 100;
}

function drawDiscount(random: Random, isPromotion: boolean): number {
  const { chance, percents } = isPromotion ? PROMOTION : EVERYDAY;
  return random.chance(chance) ? pick(random, percents) : 0;
}

/** The average order of an unknown customer. */
export type BasketMeans = Readonly<ReturnType<typeof measureBaskets>>;

const MEASURED_BASKETS = 20_000;

/** Measured, not computed: products of a basket differ, so popular ones weigh less than their popularity. */
export function measureBaskets(random: Random, catalogue: Catalogue, meanSize: number) {
  let lines = 0;
  // GBP cents of an order at list price, split by whether discounts apply; `extra` is multiplied by the scale.
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
