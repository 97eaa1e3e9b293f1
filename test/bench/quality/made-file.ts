import { closeSync, openSync, writeSync } from "node:fs";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { type BenchCheck, checks, columns, nameOf } from "./checks.ts";

type Cells = Record<string, string>;

/** One row in this many is broken: 2 %. */
const brokenEvery = 50;

/**
 * Writes a CSV file whose broken rows break one check each, and returns how many break which. The ids of a file's lines begin
 * at a number of its own where several files make a feed.
 */
export const writeMadeFile = (path: string, rows: number, firstId = 0): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = Object.fromEntries(checks.map((check) => [nameOf(check), 0]));
  const file = openSync(path, "w");
  writeSync(file, `${Object.keys(columns).join(",")}\n`);
  let lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const cells = cleanRow(row, firstId);
    // The first rows are clean: one of them is repeated where a check asks for unique values.
    const check =
      row > 0 && row % brokenEvery === 0 ? checks[(row / brokenEvery) % checks.length] : undefined;
    if (check) {
      breakCell(cells, check, row, firstId);
      const name = nameOf(check);
      counts[name] = (counts[name] ?? 0) + 1;
    }
    lines.push(Object.values(cells).join(","));
    if (lines.length === 10_000 || row === rows - 1) {
      writeSync(file, `${lines.join("\n")}\n`);
      lines = [];
    }
  }
  closeSync(file);
  return counts;
};

const pick = (words: readonly string[], row: number): string => words[row % words.length] ?? "";
const digits = (value: number, width: number): string => String(value).padStart(width, "0");

const lineId = (number: number): string => `L${digits(number, 8)}`;

const cleanRow = (row: number, firstId: number): Cells => {
  const month = digits(1 + (row % 12), 2);
  const day = digits(1 + (row % 28), 2);
  const price = 1 + ((row * 7919) % 900_000) / 100;
  return {
    line_id: lineId(firstId + row),
    order_no: `AB-${digits(Math.floor(row / 4), 6)}`,
    day: `2024-${month}-${day}`,
    customer: row % 9 === 0 ? "" : `C${digits((row * 31) % 90_000, 5)}`,
    country: pick(["GB", "GB", "DE", "FR", "NL", "IT", "ES", "IE", "PT"], row),
    currency: row % 3 === 0 ? "EUR" : "GBP",
    channel: pick(["shop", "web", "phone"], row),
    status: pick(["paid", "open", "paid", "returned"], row),
    quantity: String(((row * 13) % 40) - 3),
    price: price.toFixed(2),
    discount: (((row * 17) % 50) / 100).toFixed(2),
    tax: pick(["0.2", "0.19", "0", "0.07"], row),
    email: row % 5 === 0 ? "" : `person.${row % 70_000}@shop.example`,
    postcode: `N${1 + (row % 20)} ${row % 10}AB`,
    paid_on: row % 4 === 0 ? "" : `2025-${month}-${day}`,
    shipped_on: `2025-${month}-${day}`,
    weight: (((row * 11) % 3000) / 1000).toFixed(3),
    refund_limit: (price + 10).toFixed(2),
  };
};

/** Changes the cells so that they break this check and no other. */
const breakCell = (cells: Cells, check: BenchCheck, row: number, firstId: number): void => {
  cells[check.column] = brokenValue(check, row, firstId);
  if (check.is === "atLeast" && check.other === "day") cells["day"] = "2024-12-01";
  if (check.column === "price") cells["refund_limit"] = "20000";
};

const brokenValue = (check: BenchCheck, row: number, firstId: number): string => {
  const isDate = columns[check.column] === "DATE";
  switch (check.is) {
    case "required":
      return "";
    case "unique":
      return lineId(firstId + row - 1);
    case "exclusiveMinimum":
      return check.limit;
    case "minimum":
      return isDate ? dayBeside(check.limit, -1) : String(Number(check.limit) - 1);
    case "maximum":
      return isDate ? dayBeside(check.limit, 1) : String(Number(check.limit) + 1);
    case "maxLength":
      return tooLong[check.column] ?? "";
    case "validValues":
    case "pattern":
      return `?${row}`;
    case "atLeast":
      return isDate ? "2024-01-01" : "0.01";
  }
};

const dayBeside = (day: string, step: number): string => isoDate(dayOf(day) + step);

/** They fit their patterns. */
const tooLong: Readonly<Record<string, string>> = {
  order_no: "AB-12345678",
  customer: "C123456789",
  email: `${"long.".repeat(9)}name@shop.example`,
};
