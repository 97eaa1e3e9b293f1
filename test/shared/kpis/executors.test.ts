import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { temporaryWarehouse } from "./lines-warehouse.ts";

/*
 * One tree, two executors: what print-sql.ts prints and DuckDB computes must be what evaluate.ts computes in memory, for any
 * formula and any rows, bit by bit.
 */

let warehouse: Awaited<ReturnType<typeof temporaryWarehouse>>;
beforeAll(async () => {
  warehouse = await temporaryWarehouse();
});
afterAll(() => warehouse.close());

const texts = fc.constantFrom("DE", "FR", "it's", "back\\slash", "a%b_c");
const money = fc.integer({ min: -99_999, max: 99_999 }).map((cents) => (cents / 100).toFixed(2));
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 4 });

const line = fc.record({
  business_date: fc.constantFrom("2024-10-05", "2024-10-06", "2024-10-07"),
  invoice_date: fc.constantFrom("2024-10-06T08:15:00", "2024-10-06T09:59:59", "2024-10-06T23:00:00"),
  invoice_no: fc.constantFrom("A1", "A2", "A3", "C4"),
  stock_code: fc.constantFrom("P1", "P2", "P3"),
  quantity: fc.integer({ min: -20, max: 20 }),
  gross: money,
  net: money,
  unit_price: money,
  customer_id: optional(fc.constantFrom("K1", "K2", "K3")),
  country: optional(texts),
  first_order_day: optional(fc.constantFrom("2024-10-01", "2024-10-06")),
});

const quoted = texts.map((text) => (text.includes("'") ? `"${text}"` : `'${text}'`));
const condition: fc.Arbitrary<string> = fc.letrec<{ all: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    fc.tuple(fc.constantFrom("=", "<>", "<", ">="), quoted).map(([op, text]) => `country ${op} ${text}`),
    fc
      .tuple(fc.constantFrom("", "not "), fc.array(quoted, { minLength: 1, maxLength: 3 }))
      .map(([not, list]) => `country ${not}in (${list.join(", ")})`),
    fc.constantFrom(
      "country is null",
      "customer_id is not null",
      "quantity > 0",
      "weekday(business_date) >= 6",
    ),
    fc.constantFrom(
      "hour(invoice_date) = 9",
      "first_order_day < period",
      "net >= gross",
      "abs(quantity) < 5",
    ),
  ),
  all: fc.oneof(
    { depthSize: "small" },
    tie("leaf"),
    fc.tuple(tie("all"), fc.constantFrom("and", "or"), tie("all")).map(([a, op, b]) => `(${a}) ${op} ${b}`),
    tie("all").map((inner) => `not (${inner})`),
  ),
})).all;

const where = fc.option(condition, { nil: null }).map((text) => (text === null ? "" : ` where ${text}`));
/** Of one unit each, so that any two may be added. */
const amounts = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("sum", "min", "max", "avg"),
      fc.constantFrom("gross", "-net", "quantity * unit_price"),
      where,
    )
    .map(([name, of, rest]) => `${name}(${of}${rest})`),
  fc.tuple(where).map(([rest]) => `sum(net${rest}) * 3`),
);
const counts = fc.oneof(
  where.map((rest) => `count(${rest.trim()})`),
  fc
    .tuple(fc.constantFrom("invoice_no", "customer_id", "country"), where)
    .map(([of, rest]) => `count_distinct(${of}${rest})`),
  where.map((rest) => `sum(quantity${rest})`),
);
const shares = fc.oneof(
  fc
    .tuple(fc.constantFrom(1, 2), fc.constantFrom("stock_code", "country", "hour(invoice_date)"), where)
    .map(([n, by, rest]) => `top_share(${n}, gross by ${by}${rest})`),
  where.map((rest) => `concentration(gross by stock_code${rest})`),
  where.map((rest) => `repeated_share(2, invoice_no by customer_id${rest})`),
);
const formula = fc.oneof(
  fc
    .tuple(amounts, fc.constantFrom("+", "-"), amounts)
    .map(([a, op, b]) => ({ text: `${a} ${op} ${b}`, unit: "money" })),
  fc.tuple(amounts, counts).map(([a, b]) => ({ text: `(${a}) / ${b}`, unit: "money" })),
  fc.tuple(counts, counts).map(([a, b]) => ({ text: `${a} / (${b})`, unit: "ratio" })),
  fc.tuple(shares, counts, counts).map(([a, b, c]) => ({ text: `${a} - ${b} / ${c}`, unit: "share" })),
  shares.map((text) => ({ text, unit: "share" })),
);

it("agree on any formula and any rows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 25 }),
      formula,
      async (lines, { text, unit }) => {
        const { bySql, inMemory } = await warehouse.both(lines, text, unit);
        expect(bySql, text).toEqual(inMemory);
      },
    ),
    { numRuns: 60 },
  );
});
