import { expect, it } from "vitest";
import { readQuality } from "../../../../functions/operations/quality/quality.ts";
import { temporaryHome } from "../../../e2e/temporary-home.ts";

/** Values that exports, spreadsheets and people leave behind, by column and by the rule that must name them. */
const oddValues: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  order_id: {
    pattern: ["\u041e000017", "O00001\uff17", "O0000\u200b17", "O000\u00a017", "O-00017", "#REF!"],
  },
  ordered_on: {
    not_a_date: ["0000-00-00", "2023-02-29", "01.02.2024", "1704067200", "2024-W01-1", "2O24-01-01"],
  },
  quantity: {
    not_a_whole_number: [
      "1,5",
      "0x10",
      "\u0663",
      "\u00bd",
      "1 2",
      "99999999999999999999",
      "5-",
      "(5)",
      "=1+1",
    ],
    minimum: ["-5"],
  },
  price: {
    not_a_number: ["1,50", "1.234,56", "-", ".", "Infinity", "5%", "#DIV/0!", "12 34", "5O"],
    exclusive_minimum: ["0.00"],
    maximum: ["5000.000001"],
  },
  currency: { currency: ["\u20ac", "EURO", "BTC", "Eur", "GB\u0420"] },
  weight: { not_a_number: ["1..5", "0x1p3", "1e999", "nan"], minimum: ["-1e-9"], maximum: ["100.0000001"] },
  channel: { valid_values: ["W\u00e9b", "Shop;Web", "Sh\u03bfp", "Web.", "Shop|Phone"] },
  gift: { not_true_or_false: ["Ja", "-1", "tru"] },
  placed_at: { not_a_time: ["2024-01-01T24:00:01Z", "2024-02-30T10:00:00Z", "2024-01-01T10:00:00+25:00"] },
  seen_at: { not_a_time: ["2024-01-01T10:00:61", "24:00"] },
  age: { not_a_whole_number: ["16.5", "1E2", "9223372036854775808", "\u00b116"] },
  discount: { maximum: ["0.8000001"], not_a_number: ["-1e-3", "80 %"] },
  item: { unknown_reference: ["I1 I2", "I\u200b1", "\u04061"] },
};

const columns =
  "order_id,ordered_on,item,quantity,price,total,discount,currency,fee,weight,channel,note,gift,shipped_on,placed_at,seen_at,email,age".split(
    ",",
  );

const orderLine = (number: number, change: Readonly<Record<string, string>> = {}): string => {
  const cells: Record<string, string> = {
    order_id: `O${String(number).padStart(6, "0")}`,
    ordered_on: "2024-01-01",
    item: `I${number % 5}`,
    quantity: "2",
    price: "1.50",
    discount: "0.1",
    currency: "GBP",
    weight: "1.5",
    channel: "Web",
    gift: "true",
    placed_at: "2024-01-01T10:00:00Z",
    seen_at: "2024-01-01T10:00:00",
    age: "30",
    ...change,
  };
  return columns.map((name) => (cells[name]?.includes(",") ? `"${cells[name]}"` : cells[name])).join(",");
};

/** Rows of a file that went wrong as a whole, with the rule and the column that must name them. */
const oddRows: readonly (readonly [row: string, rule: string, column: string | null])[] = [
  [`Total,,,,5.00${",".repeat(13)}`, "pattern", "order_id"],
  [columns.join(","), "pattern", "order_id"],
  ["<<<<<<< HEAD", "field_count", null],
  ["O900001,2024-01-01,I1", "field_count", null],
  [`${orderLine(900_002)},`, "field_count", null],
  [`${orderLine(900_003).replace(/^[^,]*,/, "")},`, "pattern", "order_id"],
  [orderLine(900_004).replaceAll(",", ";"), "field_count", null],
];

/** So few of the rows are bad that the file is not rejected whole. */
const soundBetween = 24;

it("names odd values of all types and rows that went wrong with their rule, row and column, and nothing else", async () => {
  const expected: unknown[] = [];
  const lines = [columns.join(",")];
  const addSound = () => {
    for (let row = 0; row < soundBetween; row++) lines.push(orderLine(lines.length));
  };
  for (const [column, byRule] of Object.entries(oddValues))
    for (const [rule, values] of Object.entries(byRule))
      for (const value of values) {
        addSound();
        lines.push(orderLine(lines.length, { [column]: value }));
        expected.push({ line: lines.length, rule, column, value });
      }
  for (const [row, rule, column] of oddRows) {
    addSound();
    lines.push(row);
    expected.push(expect.objectContaining({ line: lines.length, rule, column }));
  }
  const home = await temporaryHome({ DAYBOOK_CONTRACTS: "test/functions/operations/quality/contracts" });

  await home.dropText("items.csv", "item\nI0\nI1\nI2\nI3\nI4\n");
  await home.dropText("orders/2024-01-01.csv", `${lines.join("\n")}\n`);
  await home.settle();

  const { rows } = await readQuality(home.platform, { feed: "orders" });
  expect(rows.map(({ line, rule, column, value }) => ({ line, rule, column, value }))).toEqual(expected);
});
