import { isoDate } from "../../../shared/dates.ts";
import { stream } from "../../../shared/learning/random.ts";
import { code, csvFile, csvRow, type GeneratedFile } from "./csv.ts";
import { COUNTRIES, type Country } from "./geography.ts";
import { at, pick } from "./samplers.ts";

export type Store = Readonly<ReturnType<typeof store>>;

export type Stores = Readonly<ReturnType<typeof stores>>;

/** Most shops are in the home country. */
const SHOP_COUNTRIES = ["GB", "GB", "DE", "GB", "FR", "GB", "GB", "IE"];
const SHOP_TYPES = ["Mall", "Street", "Street", "Outlet"] as const;

export function stores(seed: number, count: number, from: number) {
  const all = Array.from({ length: count }, (_, index) => store(seed, index, from));
  /** Serves every country. */
  const hub = at(all, 0);
  const shops = Map.groupBy(all.slice(1), ({ country }) => country);
  /** The shops in a country, or the hub if there are none. */
  const shopsIn = (country: Country): readonly Store[] => shops.get(country) ?? [hub];
  return { all, hub, shopsIn };
}

export function storesFile(all: readonly Store[]): GeneratedFile {
  const rows = all.map((each) =>
    csvRow(each.id, each.type, each.region, each.city, each.country.code, isoDate(each.openingDay)),
  );
  return csvFile("stores.csv", "store_id,store_type,region,city,country,opening_date", rows);
}

function store(seed: number, index: number, from: number) {
  const random = stream(seed, "store", index);
  const wanted = index === 0 ? "GB" : at(SHOP_COUNTRIES, (index - 1) % SHOP_COUNTRIES.length);
  const country = COUNTRIES.find((each) => each.code === wanted) ?? at(COUNTRIES, 0);
  const [region, city] = pick(random, country.places);
  return {
    id: code("S", 3, index + 1),
    type: index === 0 ? "OnlineHub" : pick(random, SHOP_TYPES),
    region,
    city,
    country,
    openingDay: from - 200 - random.below(2800),
  };
}
