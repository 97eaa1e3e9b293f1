import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const Price = z.strictObject({
  price: z.number().min(0),
  unit: z.string().min(1),
  /** Free units per billing account and month. */
  free: z.number().min(0).default(0),
});
export type Price = z.infer<typeof Price>;

/** The price list behind every estimate. */
const PriceFile = z.strictObject({
  currency: z.literal("USD"),
  region: z.string().min(1),
  /** When the list was last checked. */
  date: z.iso.date(),
  /** The page that each service's prices come from, and when it was read. */
  sources: z.record(z.string(), z.strictObject({ seen: z.iso.date(), page: z.url() })),
  prices: z.strictObject({
    bigquery: z.strictObject({
      query_tib: Price,
      load_tib: Price,
      active_storage_gib: Price,
      long_term_storage_gib: Price,
      active_physical_gib: Price,
      long_term_physical_gib: Price,
    }),
    storage: z.strictObject({
      class_a_10k: Price,
      class_b_10k: Price,
      storage_gib: Price,
      nearline_gib: Price,
    }),
    cloud_run: z.strictObject({ cpu_second: Price, memory_gib_second: Price, requests_million: Price }),
    pubsub: z.strictObject({ throughput_tib: Price }),
    scheduler: z.strictObject({ job: Price }),
    artifact_registry: z.strictObject({ storage_gib: Price }),
    logging: z.strictObject({ gib: Price }),
    monitoring: z.strictObject({ alert_condition: Price, alert_series_million: Price }),
  }),
  /** By region and service, the prices that differ. A service that was looked up and does not differ is empty. */
  regions: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number().min(0)))).default({}),
});
type PriceFile = z.infer<typeof PriceFile>;

/** The prices of one region. */
export interface Prices extends Omit<PriceFile, "regions"> {
  /** Services whose prices are those of another region, and that region. */
  readonly fromElsewhere: { readonly region: string; readonly services: readonly string[] };
}

const builtIn = new URL("prices.yaml", import.meta.url);

/** The list of a file, or the built-in one, as it is in a region. Without a region: as it is in the file's own. */
export const readPrices = (file: URL | string = builtIn, region?: string): Prices => {
  const parsed = PriceFile.safeParse(parse(readFileSync(file, "utf8")));
  if (parsed.success) return pricesIn(region ?? parsed.data.region, parsed.data);
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "file"}: ${message}`);
  throw new Error(`prices.yaml: ${faults.join("; ")}`);
};

const pricesIn = (region: string, { regions, ...list }: PriceFile): Prices => {
  if (region === list.region) return { ...list, fromElsewhere: { region, services: [] } };
  const changed = regions[region] ?? {};
  const prices = Object.fromEntries(
    Object.entries(list.prices).map(([service, items]) => [
      service,
      inRegion(service, items, changed[service] ?? {}),
    ]),
  );
  return {
    ...list,
    region,
    prices: prices as PriceFile["prices"],
    fromElsewhere: {
      region: list.region,
      services: Object.keys(list.prices).filter(
        (service) => !(service in changed) && !worldwide.has(service),
      ),
    },
  };
};

/** One price everywhere. */
const worldwide: ReadonlySet<string> = new Set(["pubsub", "scheduler", "logging", "monitoring"]);

const inRegion = (
  service: string,
  items: Readonly<Record<string, Price>>,
  changed: Readonly<Record<string, number>>,
): Readonly<Record<string, Price>> => {
  const unknown = Object.keys(changed).find((key) => !(key in items));
  if (unknown !== undefined) throw new Error(`prices.yaml: regions: ${service} has no price ${unknown}`);
  return Object.fromEntries(
    Object.entries(items).map(([key, item]) => [key, { ...item, price: changed[key] ?? item.price }]),
  );
};

type Services = PriceFile["prices"];
/** The used units by service and price key. */
export type Usage = {
  readonly [Service in keyof Services]?: { readonly [Key in keyof Services[Service]]?: number };
};

/** Costs at list price. Free units are not deducted from `cost`, because other projects of the account may use them. */
export const costOf = (usage: Usage, { prices }: Prices) =>
  Object.entries(prices).flatMap(([service, list]) => {
    const used: Readonly<Record<string, number>> = { ...usage[service as keyof Services] };
    return Object.entries(list as Readonly<Record<string, Price>>).flatMap(([key, { price, unit, free }]) => {
      const units = used[key] ?? 0;
      if (units === 0) return [];
      /** The cost for a billing account whose free units are otherwise unused. */
      const afterFree = Math.max(0, units - free) * price;
      return [{ what: `${service}.${key}`, units, unit, cost: units * price, afterFree }];
    });
  });
export type CostLine = ReturnType<typeof costOf>[number];
