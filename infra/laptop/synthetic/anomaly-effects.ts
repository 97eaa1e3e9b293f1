import type { Random } from "../../../shared/learning/random.ts";
import type { Anomaly, Dimension } from "./anomalies.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Country } from "./geography.ts";
import { at, roundFairly } from "./samplers.ts";
import type { Store } from "./stores.ts";

type Active = Anomaly | undefined;

/** How many more orders must be tried, so that a spike can let all of its own through and fewer of the others. */
export function orderBoost(anomaly: Active): number {
  return concernsOrders(anomaly) ? Math.max(1, anomaly.factor) : 1;
}

export function orderHappens(random: Random, anomaly: Active, country: Country, store: Store): boolean {
  if (!concernsOrders(anomaly)) return true;
  const values: Readonly<Record<Dimension, string>> = {
    country: country.code,
    store: store.id,
    category: "",
  };
  const wanted = values[anomaly.dimension] === anomaly.value ? anomaly.factor : 1;
  return random.chance(wanted / orderBoost(anomaly));
}

/** Each line of the category becomes `factor` lines on average: other products of it join, or the line goes. */
export function bendBasket(
  random: Random,
  anomaly: Active,
  catalogue: Catalogue,
  products: readonly number[],
): readonly number[] {
  if (anomaly?.dimension !== "category") return products;
  const { value, factor } = anomaly;
  const another = catalogue.withinCategory.get(value);
  const bent = products.filter((index) => at(catalogue.products, index).category !== value);
  for (const index of products) {
    if (another === undefined || at(catalogue.products, index).category !== value) continue;
    for (let copies = roundFairly(random, factor), tries = 0; copies > 0 && tries < 20; tries++) {
      const candidate = bent.includes(index) ? another(random) : index;
      if (bent.includes(candidate)) continue;
      bent.push(candidate);
      copies--;
    }
  }
  return bent;
}

function concernsOrders(anomaly: Active): anomaly is Anomaly {
  return anomaly !== undefined && anomaly.dimension !== "category";
}
