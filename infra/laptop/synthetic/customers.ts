import { isoDate } from "../../../shared/dates.ts";
import { stream } from "../../../shared/learning/random.ts";
import { code, csvFile, csvRow, type GeneratedFile } from "./csv.ts";
import { COUNTRIES } from "./geography.ts";
import { at, beta, exponential, gamma, logNormalNoise, normal, pick, splitList } from "./samplers.ts";
import type { Stores } from "./stores.ts";
import { weightedChoice } from "./weighted-choice.ts";

/** A customer, with what no file shows: pace, appetite and dropout. */
export type Customer = Readonly<ReturnType<typeof customer>>;

/** Fitted to a real retailer: purchase counts are Gamma-Poisson, the loss after a purchase is Beta (the BG/NBD model). */
const PACE_SHAPE = 0.73;
const DROPOUT = { a: 0.12, b: 3.9 };
const APPETITE_SPREAD = 0.8;
/** The share of customers who start after the run's first day, and after how many days on average. */
const LATER_SHARE = 0.25;
const MEAN_DAYS_TO_START = 120;
const REGISTERED_OVER_DAYS = 1100;

const countryChoice = weightedChoice(COUNTRIES.map((each) => each.share));
const FIRST_NAMES = splitList(
  "Amelia, Arthur, Beatriz, Bruno, Chloe, Dev, Elena, Felix, Freya, George, Hana, Isaac, Jonas, Leila, Lucas, Maeve, Noah, Olga, Priya, Rory, Sofia, Theo, Uma, Victor, Wren, Yusuf, Zoe",
);
const LAST_NAMES = splitList(
  "Abbott, Bailey, Castell, Dunn, Ellery, Fischer, Grant, Hughes, Ivers, Jansen, Keller, Lambert, Moreau, Novak, O'Brien, Patel, Quill, Rossi, Sharma, Thorne, Underhill, Vidal, Walsh, Young, Zimmer",
);

export function customers(seed: number, count: number, from: number, stores: Stores): readonly Customer[] {
  return Array.from({ length: count }, (_, index) => customer(seed, index, from, stores));
}

/** A customer who starts after the last day is listed as registered long ago: no file may reveal the future. */
export function customersFile(all: readonly Customer[], lastDay: number): GeneratedFile {
  const header = "customer_id,name,email,gender,age,join_date,country,region,city,preferred_channel";
  const rows = all.map((each) =>
    csvRow(
      each.id,
      each.name,
      each.email,
      each.gender,
      each.age,
      isoDate(each.activeFrom <= lastDay ? each.activeFrom : each.registeredDay),
      each.country.code,
      each.region,
      each.city,
      each.channel,
    ),
  );
  return csvFile("customers.csv", header, rows);
}

function customer(seed: number, index: number, from: number, stores: Stores) {
  const random = stream(seed, "customer", index);
  const country = at(COUNTRIES, countryChoice(random));
  const [region, city] = pick(random, country.places);
  const first = pick(random, FIRST_NAMES);
  const last = pick(random, LAST_NAMES);
  const channel = pick(random, ["InStore", "InStore", "Online", "Mobile"]);
  const registeredDay = from - 1 - random.below(REGISTERED_OVER_DAYS);
  const startsLater = random.chance(LATER_SHARE);
  return {
    id: code("C", 5, index + 1),
    name: `${first} ${last}`,
    email: `${first}.${last.replace("'", "")}${index + 1}@example.com`.toLowerCase(),
    gender: pick(random, ["F", "F", "F", "F", "F", "M", "M", "M", "M", "O"]),
    age: Math.round(Math.min(90, Math.max(18, 43 + 15 * normal(random)))),
    country,
    region,
    city,
    channel,
    homeStore: channel === "InStore" ? pick(random, stores.shopsIn(country)) : stores.hub,
    registeredDay,
    /** The first day on which they may buy. */
    activeFrom: startsLater ? from + Math.floor(exponential(random, MEAN_DAYS_TO_START)) : registeredDay,
    /** Purchases on an average day, relative to other customers. */
    pace: gamma(random, PACE_SHAPE),
    /** Multiplies the quantities of their lines. */
    appetite: logNormalNoise(random, APPETITE_SPREAD),
    /** The chance that a purchase is their last. */
    dropout: beta(random, DROPOUT.a, DROPOUT.b),
  };
}
