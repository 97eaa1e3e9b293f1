import { isoDate } from "../../../shared/dates.ts";
import { type Random, stream } from "../../../shared/learning/random.ts";
import type { Calendar } from "./calendar.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Customer } from "./customers.ts";
import type { Country } from "./geography.ts";
import type { CompanyOptions } from "./options.ts";
import { at, pick, roundFairly } from "./samplers.ts";
import type { Store } from "./stores.ts";

type Dimension = "country" | "category" | "store";

/** On a few open days, one part of the company sells `factor` times its usual amount. */
export interface Anomaly {
  readonly dimension: Dimension;
  readonly value: string;
  readonly factor: number;
  readonly days: readonly number[];
}

/** Each anomaly has a slot of its own. The first month has none, so that normal sales can be learned. */
const SLOT_DAYS = 28;
const FACTORS = [0.2, 3];
/** Smaller parts sell too little on a day for a change to be visible. */
const SMALLEST_SHARE = 0.08;

type Parts = Readonly<Record<Dimension, readonly string[]>>;

/** The days are the same for every run that is long enough for all slots; a shorter run has shorter slots. */
export function planAnomalies(
  options: CompanyOptions,
  from: number,
  calendar: Calendar,
  customers: readonly Customer[],
  catalogue: Catalogue,
): readonly Anomaly[] {
  const { seed, days, anomalies: count } = options;
  const fits = days >= SLOT_DAYS * (count + 1);
  const quiet = fits ? SLOT_DAYS : Math.floor(days / 4);
  const slot = fits ? SLOT_DAYS : Math.floor((days - quiet) / Math.max(1, count));
  const parts = largeParts(customers, catalogue);
  const planned: Anomaly[] = [];
  for (let index = 0; index < count; index++) {
    const start = from + quiet + index * slot;
    const when = openDaysIn(stream(seed, "anomaly days", index), start, slot, calendar);
    if (when.length > 0) planned.push(anomaly(stream(seed, "anomaly", index), parts, when));
  }
  return planned;
}

export function anomalyTruth(planned: readonly Anomaly[]): readonly object[] {
  return planned.map(({ dimension, value, factor, days }) => ({
    dates: days.map(isoDate),
    kind: factor < 1 ? "drop" : "spike",
    dimension,
    value,
    factor,
    metric: "sales",
  }));
}

function anomaly(random: Random, parts: Parts, days: readonly number[]): Anomaly {
  const dimension = pick<Dimension>(random, ["country", "category", "store"]);
  return { dimension, value: pick(random, parts[dimension]), factor: pick(random, FACTORS), days };
}

/** One to three open days in a row, never past the end of the slot. */
function openDaysIn(random: Random, start: number, slot: number, calendar: Calendar): number[] {
  const length = 1 + random.below(3);
  const first = start + random.below(Math.max(1, slot - 4));
  const days: number[] = [];
  for (let day = first; day < start + slot && days.length < length; day++) {
    if (calendar.isOpen(day)) days.push(day);
  }
  return days;
}

function largeParts(customers: readonly Customer[], { products }: Catalogue): Parts {
  return {
    country: largest(customers.map((each) => [each.country.code, each.pace])),
    category: largest(products.map((each) => [each.category, each.popularity])),
    store: largest(customers.map((each) => [each.homeStore.id, each.pace])),
  };
}

function largest(amounts: readonly (readonly [part: string, amount: number])[]): string[] {
  const sums = new Map<string, number>();
  for (const [part, amount] of amounts) sums.set(part, (sums.get(part) ?? 0) + amount);
  const total = [...sums.values()].reduce((sum, each) => sum + each, 0);
  return [...sums]
    .filter(([, sum]) => sum >= SMALLEST_SHARE * total)
    .map(([part]) => part)
    .sort();
}

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
