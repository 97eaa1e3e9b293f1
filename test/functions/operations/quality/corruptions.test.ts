import { afterAll, beforeAll, expect, it } from "vitest";
import { type Quality, readQuality } from "../../../../functions/operations/quality/quality.ts";
import { dayOf, isoDate } from "../../../../shared/dates.ts";
import { type OpenedHome, openTemporaryHome } from "../../../e2e/temporary-home.ts";
import { type Corruption, corruptions } from "./corruptions.ts";

const columns =
  "order_id,ordered_on,item,quantity,price,total,discount,currency,fee,weight,channel,note,gift,shipped_on,placed_at,seen_at,email,age".split(
    ",",
  );

/** Thirty sound rows, all different; then one cell or two of the row on line 17 are corrupted. */
const orders = (file: number, day: string, corruption?: Corruption): string => {
  const rows = Array.from({ length: 30 }, (_, row) => {
    const [quantity, cents] = [1 + ((file + row) % 50), 1 + ((file * 37 + row * 11) % 500_000)];
    const cells: Record<string, string> = {
      order_id: `O${String(file * 30 + row).padStart(6, "0")}`,
      ordered_on: day,
      item: `I${row % 5}`,
      quantity: String(quantity),
      price: (cents / 100).toFixed(2),
      total: ((quantity * cents) / 100).toFixed(2),
      discount: ["0", "0.8", ""][row % 3] ?? "",
      currency: ["GBP", "EUR"][row % 2] ?? "",
      fee: "1.5",
      weight: String(row / 10),
      channel: ["Web", "Shop", "Phone", ""][row % 4] ?? "",
      note: "x".repeat(row % 21),
      gift: ["true", "no", ""][row % 3] ?? "",
      shipped_on: row % 3 === 0 ? "" : isoDate(dayOf(day) + (row % 4)),
      placed_at: `${day}T10:00:00Z`,
      seen_at: `${day}T10:00:00`,
      email: `person${row}@example.org`,
      age: String(16 + row),
    };
    return columns
      .map((name) => (row === 15 ? (corruption?.cells[name] ?? cells[name]) : cells[name]))
      .join(",");
  });
  return `${columns.join(",")}\n${rows.join("\n")}\n`;
};

const days = Array.from({ length: 200 }, (_, day) => isoDate(dayOf("2024-01-01") + day));
let home: OpenedHome;
let quality: Quality;

beforeAll(async () => {
  home = await openTemporaryHome({ DAYBOOK_CONTRACTS: "test/functions/operations/quality/contracts" });
  await home.dropText("items.csv", "item\nI0\nI1\nI2\nI3\nI4\n");
  for (const [file, day] of days.entries()) await home.dropText(`orders/${day}.csv`, orders(file, day));
  for (const [file, corruption] of corruptions.entries())
    await home.dropText(
      `orders/${days[file]}-corrupt.csv`,
      orders(1000 + file, days[file] ?? "", corruption),
    );
  const repeated = orders(2000, "2024-01-01").replace("O060015", "O060003");
  await home.dropText("orders/2024-01-01-repeated.csv", repeated);
  await home.settle();
  quality = await readQuality(home.platform, {});
}, 600_000);
afterAll(() => home.discard());

const failingIn = (file: string) =>
  quality.rows
    .filter((row) => row.file === file)
    .map(({ line, rule, column, value, kept }) => ({ line, rule, column, value: visible(value), kept }));

/** Without signs that nobody sees. */
const visible = (value: string | null): string | null =>
  value === null ? null : value.replace(/[\p{Cc}\p{Co}\p{Cn}\ufffd\u2400-\u2426]/gu, "");

it("200 clean days raise no alarm", () => {
  const clean = new Set(days.map((day) => `orders/${day}.csv`));
  expect(quality.rows.filter(({ file }) => clean.has(file))).toEqual([]);
  const drifts = quality.feeds.flatMap(({ nullDrift, distributionDrift }) => [
    ...nullDrift,
    ...distributionDrift,
  ]);
  expect(drifts.filter(({ file }) => clean.has(file))).toEqual([]);
});

it("each of 60 and more kinds of corruption is caught with its rule, row and value, and nothing else is", () => {
  expect(corruptions.length).toBeGreaterThanOrEqual(60);
  const found = corruptions.map((_, file) => failingIn(`orders/${days[file]}-corrupt.csv`));
  expect(found).toEqual(
    corruptions.map(({ rule, column, value }) => [{ line: 17, rule, column, value, kept: false }]),
  );
  expect(failingIn("orders/2024-01-01-repeated.csv")).toEqual([
    { line: 17, rule: "not_unique", column: "order_id", value: "O060003", kept: false },
  ]);
});

it("rows in are those kept, quarantined and held", async () => {
  const [{ n = 0 } = {}] = await home.rows("select count(*) as n from raw.orders where not _quarantined");
  const flagged = quality.rows.filter(({ rule }) =>
    ["not_unique", "unknown_reference"].includes(rule),
  ).length;
  const feed = quality.feeds.find(({ feed: name }) => name === "orders");
  expect(feed?.in).toBe((200 + corruptions.length + 1) * 30);
  expect(feed?.quarantined).toBe(corruptions.length + 1);
  expect(feed?.kept).toBe(Number(n) - flagged);
});
