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
  country("GB", "GBP", 0.68, [
    ["London", "London"],
    ["North West", "Manchester"],
    ["North West", "Liverpool"],
    ["Yorkshire", "Leeds"],
    ["West Midlands", "Birmingham"],
    ["South West", "Bristol"],
    ["Scotland", "Edinburgh"],
    ["Wales", "Cardiff"],
  ]),
  country("DE", "EUR", 0.1, [
    ["Berlin", "Berlin"],
    ["Bavaria", "Munich"],
    ["Hamburg", "Hamburg"],
  ]),
  country("FR", "EUR", 0.08, [
    ["Île-de-France", "Paris"],
    ["Auvergne-Rhône-Alpes", "Lyon"],
    ["Hauts-de-France", "Lille"],
  ]),
  country("IE", "EUR", 0.05, [
    ["Leinster", "Dublin"],
    ["Munster", "Cork"],
  ]),
  country("ES", "EUR", 0.03, [
    ["Madrid", "Madrid"],
    ["Catalonia", "Barcelona"],
  ]),
  country("IT", "EUR", 0.02, [["Lombardy", "Milan"]]),
  country("NL", "EUR", 0.02, [["North Holland", "Amsterdam"]]),
  country("US", "USD", 0.02, [
    ["New York", "New York"],
    ["California", "San Francisco"],
  ]),
];

function country(code: string, currency: Currency, share: number, places: Country["places"]): Country {
  return { code, currency, share, places };
}

/** Each currency's price list as a percentage of the GBP price: fixed, not moved by the daily rate. */
export const PRICE_LIST: Readonly<Record<Currency, number>> = { GBP: 100, EUR: 117, USD: 127 };

export function listPriceCents(gbpCents: number, currency: Currency): number {
  return Math.max(1, Math.round((gbpCents * PRICE_LIST[currency]) / 100));
}
