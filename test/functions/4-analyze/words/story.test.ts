import { describe, expect, it } from "vitest";
import { cellsOf, type Facts } from "../../../../functions/4-analyze/words/cells.ts";
import type { Text } from "../../../../functions/4-analyze/words/say.ts";
import type { Language } from "../../../../functions/4-analyze/words/show.ts";
import { type Story, tell } from "../../../../functions/4-analyze/words/story.ts";
import { findWrongNumbers } from "../../../../functions/4-analyze/words/verify.ts";
import type { Driver, Explanation, Verdict } from "../../../../shared/insights/explanation.ts";

const driver = (change: Partial<Driver>): Driver => ({
  split: "segments",
  place: 1,
  kind: "segment",
  where: [],
  actual: null,
  expected: null,
  contribution: null,
  share: null,
  z: null,
  ...change,
});

const germany = driver({
  where: [
    { dimension: "country", value: "Germany" },
    { dimension: "customer_group", value: "guest" },
  ],
  actual: "2100.5",
  expected: "8200.75",
  contribution: "-6100.25",
  share: 0.622,
  z: -4.2,
});
const order = driver({
  kind: "order",
  where: [
    { dimension: "order", value: "581483" },
    { dimension: "customer", value: "16446" },
    { dimension: "product", value: "23843" },
  ],
  actual: "80995",
  expected: "0",
  contribution: "80995",
  share: 1.24,
});
const market = driver({ kind: "market", place: 2, contribution: "-2200.5", share: 0.224 });
const rest = driver({ kind: "rest", place: 3, contribution: "-1499.25", share: 0.153 });
const customers = driver({
  split: "factors",
  kind: "factor",
  where: [{ dimension: "factor", value: "customers" }],
  actual: "41",
  expected: "55.25",
  contribution: "-7000.125",
  share: 0.71,
});

const explanation = (verdict: Verdict, change: Partial<Explanation> = {}): Explanation => ({
  kpi: "total_revenue",
  cadence: "daily",
  period: "2011-11-08",
  state: "complete",
  actual: "31200",
  expected: "41000",
  change: "-9800",
  verdict,
  faults: [],
  offsets: [],
  drivers: [germany, market, rest, customers],
  comparedWith: ["2011-11-01"],
  ...change,
});

const facts = (told: Explanation, movement?: Facts["movement"]): Facts => ({
  kpi: { name: "total_revenue", label: { en: "Revenue", de: "Umsatz" }, unit: "money", direction: "up_good" },
  explanation: told,
  ...(movement && { movement }),
});

const point: Facts["movement"] = {
  low: 29_000,
  high: 58_000.5,
  confidence: 97,
  kind: "point",
  since: "2011-11-08",
  dimension: "all",
  segment: "all",
};

const cases: readonly (readonly [string, Facts])[] = [
  ["segments", facts(explanation("segments"), point)],
  [
    "a segment of its own",
    facts(explanation("segments"), { ...point, dimension: "country", segment: "EIRE 2" }),
  ],
  ["a shift", facts(explanation("segments"), { ...point, kind: "shift", since: "2011-10-03" })],
  ["spread", facts(explanation("spread", { drivers: [{ ...market, share: 0.9 }, rest] }))],
  ["not in the data", facts(explanation("not_in_data", { drivers: [rest] }))],
  ["no history", facts(explanation("no_history", { drivers: [], expected: null, change: null }))],
  ["no value", facts(explanation("no_history", { drivers: [], actual: null, expected: null, change: null }))],
  ["closed", facts(explanation("closed", { drivers: [], actual: null, expected: null, change: null }))],
  [
    "one order",
    facts(
      explanation("single", {
        drivers: [order, market],
        actual: "93948",
        expected: "28717",
        change: "65231",
      }),
    ),
  ],
  [
    "a data fault and an order with its cancellation",
    facts(
      explanation("data_fault", {
        faults: [
          { kind: "short_file", actual: 770, usual: 1066, about: "2011-12-09" },
          { kind: "fx_gap", actual: 412, usual: 5, about: "EUR" },
          { kind: "quarantine_spike", actual: 900, usual: 10, about: "minimum" },
          { kind: "missing_file", actual: 0, usual: 1777, about: "2011-12-09" },
          { kind: "doubled_file", actual: 3554, usual: 0, about: "2011-12-09" },
        ],
        offsets: [
          {
            order: "581483",
            cancellation: "C581484",
            customer: "16446",
            product: "23843",
            quantity: 80995,
            amount: "168469.6",
          },
        ],
      }),
    ),
  ],
  [
    "mix and rate",
    facts(
      explanation("segments", {
        drivers: [
          driver({
            split: "mix_rate",
            kind: "mix",
            where: [{ dimension: "price_band", value: "2-5" }],
            actual: "3",
            expected: "2.5",
            contribution: "-5000.75",
            share: 0.51,
          }),
          driver({
            split: "mix_rate",
            place: 2,
            kind: "rate",
            where: [{ dimension: "category", value: "Tea 24" }],
            actual: "3",
            expected: "2.5",
            contribution: "-4799.25",
            share: 0.49,
          }),
        ],
      }),
    ),
  ],
];

const languages: readonly Language[] = ["en", "de"];
const textsOf = ({ headline, paragraph, nextStep }: Story): readonly Text[] => [
  headline,
  paragraph,
  nextStep,
];

/** Reads a number as a person of that language does: 1,234.5 or 1.234,5. */
const read = (shown: string, language: Language): number => {
  const digits = shown.replace(/[^\d.,-]/g, "");
  const plain = language === "en" ? digits.replaceAll(",", "") : digits.replaceAll(".", "").replace(",", ".");
  return Number(plain);
};

describe.each(languages)("a story in %s", (language) => {
  it.each(cases)("binds each number to a stored cell: %s", (_, told) => {
    const story = tell(told, language, "GBP");
    expect(findWrongNumbers(story, told, language, "GBP")).toEqual([]);
    expect(textsOf(story).every(({ text }) => text.length > 0)).toBe(true);
  });

  it.each(cases)("can be read again, number by number: %s", (_, told) => {
    const cells = cellsOf(told);
    for (const { text, bound } of textsOf(tell(told, language, "GBP")))
      for (const { cell, shown, style } of bound) {
        expect(text).toContain(shown);
        const stored = cells(cell).value;
        if (style === "money" || style === "count" || style === "ratio") {
          const rounding = Math.abs(Number(stored)) >= 100 ? 0.501 : 0.051;
          expect(Math.abs(read(shown, language) - Number(stored))).toBeLessThanOrEqual(rounding);
        }
        if (style === "percent") expect(read(shown, language)).toBe(Math.round(100 * Number(stored)));
        if (style === "name") expect(shown).toBe(stored);
      }
  });

  it.each(cases)("says nothing stronger than explains or coincides: %s", (_, told) => {
    const all = textsOf(tell(told, language, "GBP"))
      .map(({ text }) => text)
      .join(" ");
    expect(all).not.toMatch(
      /\b(because|caused|causes|due to|led to|thanks to|weil|wegen|verursacht|aufgrund|bewirkt)\b/i,
    );
  });

  it.each(cases)("fails when any one of its numbers is changed: %s", (_, told) => {
    const story = tell(told, language, "GBP");
    for (const part of ["headline", "paragraph", "nextStep"] as const) {
      const { text, bound } = story[part];
      for (const digit of text.matchAll(/\d/g)) {
        const other = String((Number(digit[0]) + 1) % 10);
        const changed = text.slice(0, digit.index) + other + text.slice(digit.index + 1);
        const wrong = findWrongNumbers({ ...story, [part]: { text: changed, bound } }, told, language, "GBP");
        expect(wrong, changed).not.toEqual([]);
      }
    }
  });
});

it("the sentences of a plain fall read as a person would write them", () => {
  const story = tell(facts(explanation("segments"), point), "en", "GBP");
  expect(story.headline.text).toBe(
    "Revenue 24% below expected on Tuesday, 8 November 2011: mostly Germany, guests",
  );
  expect(story.paragraph.text).toBe(
    "Revenue on Tuesday, 8 November 2011: £31,200, 24% below the expected £41,000. The normal range is £29,000 to £58,001; the confidence that this is unusual is 97 of a hundred. Germany, guests: £2,101, where £8,201 was expected; that explains £6,100 of the fall of £9,800. £2,201 of the £9,800 is common to all parts of the business. £1,499 is left without an explanation. No single order, customer or product explains it, and the files are complete. By factors the largest part is the number of customers (41, expected 55.3): £7,000.",
  );
  expect(story.nextStep.text).toBe("Ask who is responsible for Germany, guests what was different.");
});

it("a text that names a cell which is not stored is refused", () => {
  expect(() => cellsOf(facts(explanation("segments")))("drivers.segments.9.actual")).toThrow(
    "no text can show the cell drivers.segments.9.actual: it is not stored",
  );
});
