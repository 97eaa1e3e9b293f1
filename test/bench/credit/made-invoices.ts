import { createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { stream } from "../../../shared/learning/random.ts";

const lastDay = dayOf("2024-12-31");
const historyDays = 730;
const accounts = 20_000;
const items = 500;
const linesPerInvoice = 10;
/** Rows that are written at once. */
const rowsInPiece = 10_000;

const csv = async (folder: string, name: string, header: string, rows: Iterable<string>): Promise<string> => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  function* pieces() {
    let piece = [header];
    for (const row of rows) {
      piece.push(row);
      if (piece.length < rowsInPiece) continue;
      yield `${piece.join("\n")}\n`;
      piece = [];
    }
    if (piece.length > 0) yield `${piece.join("\n")}\n`;
  }
  await pipeline(Readable.from(pieces()), createWriteStream(path));
  return name;
};

interface Invoice {
  readonly id: string;
  readonly account: string;
  readonly day: number;
  readonly paid: number;
}

/** The same numbers give the same invoice, so that each file can be written without the others in memory. */
function* invoices(count: number, letter: string, dayOfPlace: (place: number) => number): Generator<Invoice> {
  const random = stream(1, `invoices ${letter}`);
  for (let place = 0; place < count; place++) {
    const day = dayOfPlace(place);
    const paid = day + 10 + random.below(40);
    yield { id: `${letter}${place}`, account: `A${random.below(accounts)}`, day, paid };
  }
}

function* mapped<From, To>(values: Iterable<From>, make: (value: From) => To): Generator<To> {
  for (const value of values) yield make(value);
}

function* linesOf(all: Iterable<Invoice>): Generator<string> {
  const random = stream(2, "lines");
  for (const { id } of all)
    for (let line = 0; line < linesPerInvoice; line++)
      yield `${id},K${random.below(items)},${1 + random.below(20)}`;
}

/** The registers, and two years of invoices with their lines and payments. Answers the names of the files. */
export const writeHistory = async (folder: string, count: number): Promise<readonly string[]> => {
  const all = () =>
    invoices(count, "I", (place) => lastDay - historyDays + 1 + Math.floor((place * historyDays) / count));
  const numbers = (most: number) => Array.from({ length: most }, (_, place) => place);
  return [
    await csv(
      folder,
      "accounts.csv",
      "account_id,joining_date",
      numbers(accounts).map((id) => `A${id},2020-01-01`),
    ),
    await csv(
      folder,
      "skus.csv",
      "item_id,item_cost_price,item_retail_price",
      numbers(items).map((id) => `K${id},${1 + (id % 90)}.10,${2 + (id % 95)}.35`),
    ),
    await csv(
      folder,
      "invoices.csv",
      "invoice_id,account_id,date_issued",
      mapped(all(), ({ id, account, day }) => `${id},${account},${isoDate(day)}`),
    ),
    await csv(folder, "invoice_line_items.csv", "invoice_id,item_id,quantity", linesOf(all())),
    await csv(
      folder,
      "payments.csv",
      "invoice_id,paid_on",
      mapped(paidBy(all(), lastDay), ({ id, paid }) => `${id},${isoDate(paid)}`),
    ),
  ];
};

function* paidBy(all: Iterable<Invoice>, day: number): Generator<Invoice> {
  for (const invoice of all) if (invoice.paid <= day) yield invoice;
}

/** One more day after the history: a thousand invoices, and payments of others. Answers the names of the files. */
export const writeDay = async (folder: string, after: number): Promise<readonly string[]> => {
  const day = lastDay + after;
  const date = isoDate(day);
  const all = () => invoices(1_000, `D${after}-`, () => day);
  return [
    await csv(
      folder,
      `invoices/${date}.csv`,
      "invoice_id,account_id,date_issued",
      mapped(all(), ({ id, account }) => `${id},${account},${date}`),
    ),
    await csv(folder, `invoice_line_items/${date}.csv`, "invoice_id,item_id,quantity", linesOf(all())),
  ];
};
