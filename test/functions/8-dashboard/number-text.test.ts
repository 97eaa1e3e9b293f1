import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberText } from "../../../functions/8-dashboard/number-text.ts";

const kinds: readonly Intl.NumberFormatOptions[] = [
  ...["GBP", "EUR", "JPY", "CHF", "BHD"].map((currency) => ({
    ...{ style: "currency" as const, currency, currencyDisplay: "narrowSymbol" as const },
  })),
  { style: "currency", currency: "GBP", maximumFractionDigits: 0 },
  { maximumFractionDigits: 2 },
  { maximumFractionDigits: 0 },
  { minimumFractionDigits: 3, maximumFractionDigits: 3 },
  { style: "percent", maximumFractionDigits: 1 },
];

/** Halves at each digit, and numbers of any size, with and without decimals. */
const values = fc.oneof(
  fc.double(),
  fc.double({ min: -1e7, max: 1e7 }),
  fc.integer(),
  fc
    .tuple(fc.integer({ min: -100_000_000, max: 100_000_000 }), fc.constantFrom(10, 100, 1000, 2000, 20_000))
    .map(([count, parts]) => count / parts),
  fc.constantFrom(0, -0, -0.001, 0.5, 1.005, 0.285, 999.995, -999_999.5, 1e21, 2 ** 53),
);

describe.each(["en-GB", "de-DE"])("a number in %s", (locale) => {
  it.each(kinds.map((options) => [JSON.stringify(options), options] as const))(
    "is written as Intl writes it: %s",
    (_, options) => {
      const ours = numberText(locale, options);
      const theirs = new Intl.NumberFormat(locale, options);
      fc.assert(
        fc.property(values, (value) => {
          expect(ours(value)).toBe(theirs.format(value));
        }),
        { numRuns: 2000 },
      );
    },
  );
});
