import type { Random } from "../../../shared/learning/random.ts";
import type { Anomaly } from "./anomalies.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Country } from "./geography.ts";
import { at, roundFairly } from "./samplers.ts";
import type { Store } from "./stores.ts";

type Active = Anomaly | undefined;

/** Factor of orders to try: a spike keeps all orders of its part and a share of the others. */
export function orderBoost(anomaly: Active): number {
  return concernsOrders(anomaly) ? Math.max(1, anomaly.factor) : 1;
}

export function orderHappens(random: Random, anomaly: Active, country: Country, store: Store): boolean {
  if (!concernsOrders(anomaly)) return true;
  const value = anomaly.dimension === "country" ? country.code : store.id;
  const wanted = value === anomaly.value ? anomaly.factor : 1;
  return random.chance(wanted / orderBoost(anomaly));
}

/** Turns each line of the category into `factor` lines on average: adds products of the category or drops the line. */
export function scaleCategory(
  random: Random,
  anomaly: Active,
  catalogue: Catalogue,
  products: readonly number[],
): readonly number[] {
  if (anomaly?.dimension !== "category") return products;
  const { value, factor } = anomaly;
  const another = catalogue.withinCategory.get(value);
  const scaled = products.filter((index) => at(catalogue.products, index).category !== value);
  for (const index of products) {
    if (another === undefined || at(catalogue.products, index).category !== value) continue;
    for (let copies = roundFairly(random, factor), tries = 0; copies > 0 && tries < 20; tries++) {
      const candidate = scaled.includes(index) ? another(random) : index;
      if (scaled.includes(candidate)) continue;
      scaled.push(candidate);
      copies--;
    }
  }
  return scaled;
}

function concernsOrders(anomaly: Active): anomaly is Anomaly {
  return anomaly !== undefined && anomaly.dimension !== "category";
}
