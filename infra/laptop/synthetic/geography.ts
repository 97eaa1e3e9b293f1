export type Currency = "GBP" | "EUR" | "USD";

export interface Country {
  readonly code: string;
  readonly currency: Currency;
  /** Share of the customers. */
  readonly share: number;
  readonly places: readonly (readonly [region: string, city: string])[];
}

/** The company's home country is first. */
export const COUNTRIES: readonly Country[] = [
  {
    code: "GB",
    currency: "GBP",
    share: 0.68,
    places: [
      ["London", "London"],
      ["North West", "Manchester"],
      ["North West", "Liverpool"],
      ["Yorkshire", "Leeds"],
      ["West Midlands", "Birmingham"],
      ["South West", "Bristol"],
      ["Scotland", "Edinburgh"],
      ["Wales", "Cardiff"],
    ],
  },
  {
    code: "DE",
    currency: "EUR",
    share: 0.1,
    places: [
      ["Berlin", "Berlin"],
      ["Bavaria", "Munich"],
      ["Hamburg", "Hamburg"],
    ],
  },
  {
    code: "FR",
    currency: "EUR",
    share: 0.08,
    places: [
      ["Île-de-France", "Paris"],
      ["Auvergne-Rhône-Alpes", "Lyon"],
      ["Hauts-de-France", "Lille"],
    ],
  },
  {
    code: "IE",
    currency: "EUR",
    share: 0.05,
    places: [
      ["Leinster", "Dublin"],
      ["Munster", "Cork"],
    ],
  },
  {
    code: "ES",
    currency: "EUR",
    share: 0.03,
    places: [
      ["Madrid", "Madrid"],
      ["Catalonia", "Barcelona"],
    ],
  },
  { code: "IT", currency: "EUR", share: 0.02, places: [["Lombardy", "Milan"]] },
  { code: "NL", currency: "EUR", share: 0.02, places: [["North Holland", "Amsterdam"]] },
  {
    code: "US",
    currency: "USD",
    share: 0.02,
    places: [
      ["New York", "New York"],
      ["California", "San Francisco"],
    ],
  },
];

/** Each currency's price list as a percentage of the GBP price: fixed, not moved by the daily rate. */
export const PRICE_LIST: Readonly<Record<Currency, number>> = { GBP: 100, EUR: 117, USD: 127 };

export function listPriceCents(gbpCents: number, currency: Currency): number {
  return Math.max(1, Math.round((gbpCents * PRICE_LIST[currency]) / 100));
}
