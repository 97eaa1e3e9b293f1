import { z } from "zod";
import type { WholeSection } from "../section.ts";

/** date, net, orders */
const CompanyDay = z.tuple([z.iso.date(), z.number(), z.int()]);
/** date, country, orders and gross there */
const CountryDay = z.tuple([z.iso.date(), z.string(), z.int(), z.number()]);

const Point = z.strictObject({
  date: z.iso.date(),
  closed: z.boolean(),
  value: z.number(),
  low80: z.number(),
  high80: z.number(),
  low95: z.number(),
  high95: z.number(),
});

export const PublishedForecast = z.strictObject({
  method: z.string(),
  /** The promoted version that chose the method; null before any training. */
  version: z.string().nullable(),
  asOf: z.iso.date(),
  days: z.array(Point),
  total: z.strictObject({ value: z.number(), low80: z.number(), high80: z.number() }),
  completed: z.int(),
  notes: z.array(z.string()),
});
export type PublishedForecast = z.infer<typeof PublishedForecast>;

export const CompanyView = z.strictObject({
  sales: z.array(CompanyDay),
  countries: z.array(CountryDay),
  /** Null while there are too few days, with the reason. */
  forecast: PublishedForecast.nullable(),
  forecastMissing: z.string().nullable(),
});
export type CompanyView = z.infer<typeof CompanyView>;

/** The company's days and its forecast. */
export const company: WholeSection<CompanyView> = { name: "company", content: CompanyView };
