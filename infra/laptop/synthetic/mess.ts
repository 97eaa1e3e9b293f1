import { isoDate } from "../../../shared/dates.ts";
import { type Random, stream } from "../../../shared/learning/random.ts";
import type { Line } from "./basket.ts";
import { csvFile, type GeneratedFile } from "./csv.ts";
import type { Invoice } from "./invoice.ts";
import type { CompanyOptions } from "./options.ts";

/** Chance per line at full mess. A line gets at most one kind, so that each kind can be counted in the files. */
const RATES = [
  ["duplicate", 0.03],
  ["missing_price", 0.03],
  ["missing_customer", 0.05],
  ["missing_description", 0.03],
  ["bad_quantity", 0.008],
  ["bad_date", 0.008],
  ["bad_price", 0.008],
  ["short_row", 0.008],
] as const;
type MessKind = (typeof RATES)[number][0];
const CORRUPT = new Set<MessKind>(["bad_quantity", "bad_date", "bad_price", "short_row"]);
/** Ingest rejects a file with more than 5 % unreadable rows. Up to this `mess`, files stay clearly below. */
const SAFE_MESS = 0.5;
const SAFE_CORRUPT_SHARE = 0.04;
const LATE_DAY_CHANCE = 0.3;
const LATE_LINE_CHANCE = 0.06;

const HEADER =
  "invoice_no,stock_code,description,quantity,invoice_date,unit_price,currency,customer_id,country,store_id,discount";
/** Positions of cells in a row. */
const DESCRIPTION = 2;
const QUANTITY = 3;
const DATE = 4;
const PRICE = 5;
const CUSTOMER = 7;

interface DayFile {
  readonly name: string;
  readonly random: Random;
  readonly mess: number;
  readonly rows: string[];
  corrupt: number;
}

/** The day's file, and a second one for lines that came late. `tally` counts what was spoilt in which file. */
export function* transactionFiles(
  options: CompanyOptions,
  day: number,
  invoices: readonly Invoice[],
  tally: MessTally,
): Generator<GeneratedFile> {
  const date = isoDate(day);
  const random = stream(options.seed, "mess", date);
  const lateChance = random.chance(LATE_DAY_CHANCE * options.mess) ? LATE_LINE_CHANCE : 0;
  const name = `transactions/${date}.csv`;
  const file: DayFile = { name, random, mess: options.mess, rows: [], corrupt: 0 };
  const late: string[] = [];
  for (const invoice of invoices) {
    for (const line of invoice.lines) {
      const cells = rowCells(invoice, line);
      // The first line is never late, so that each day has its file.
      if (file.rows.length > 0 && random.chance(lateChance)) late.push(cells.join(","));
      else write(file, cells, tally);
    }
  }
  yield csvFile(name, HEADER, file.rows);
  if (late.length === 0) return;
  const lateName = `transactions/${date}-late.csv`;
  tally.add(lateName, "late", late.length);
  yield csvFile(lateName, HEADER, late);
}

function rowCells(
  { number, stamp, buyer, store }: Invoice,
  { product, quantity, discountPercent }: Line,
): string[] {
  const { currency, code } = buyer.country;
  const discount = (discountPercent / 100).toFixed(2);
  return [
    number,
    product.code,
    product.quotedDescription,
    String(quantity),
    stamp,
    product.priceText[currency],
    currency,
    buyer.customer?.id ?? "",
    code,
    store.id,
    discount,
  ];
}

function write(file: DayFile, cells: string[], tally: MessTally): void {
  const kind = file.mess === 0 ? undefined : drawKind(file, cells);
  if (kind !== undefined) {
    spoil(cells, kind);
    tally.add(file.name, kind, 1);
    if (CORRUPT.has(kind)) file.corrupt++;
  }
  const row = cells.join(",");
  file.rows.push(row);
  if (kind === "duplicate") file.rows.push(row);
}

function drawKind({ random, mess, corrupt, rows }: DayFile, cells: readonly string[]): MessKind | undefined {
  let left = random.next() / mess;
  for (const [kind, rate] of RATES) {
    left -= rate;
    if (left >= 0) continue;
    if (kind === "missing_customer" && cells[CUSTOMER] === "") return undefined;
    const isTooMuch = mess <= SAFE_MESS && corrupt + 1 >= SAFE_CORRUPT_SHARE * rows.length;
    return CORRUPT.has(kind) && isTooMuch ? undefined : kind;
  }
  return undefined;
}

function spoil(cells: string[], kind: MessKind): void {
  if (kind === "missing_price") cells[PRICE] = "";
  if (kind === "missing_customer") cells[CUSTOMER] = "";
  if (kind === "missing_description") cells[DESCRIPTION] = "";
  if (kind === "bad_quantity") cells[QUANTITY] = "abc";
  if (kind === "bad_date") cells[DATE] = `${cells[DATE]?.slice(0, 4)}-13-45`;
  if (kind === "bad_price") cells[PRICE] = "n/a?";
  if (kind === "short_row") cells.pop();
}

type Counts = Record<string, number>;

/** Counts what was spoilt, by file. */
export class MessTally {
  readonly #total: Counts = {};
  readonly #files = new Map<string, Counts>();

  add(file: string, kind: string, count: number): void {
    const counts = this.#files.get(file) ?? {};
    this.#files.set(file, counts);
    counts[kind] = (counts[kind] ?? 0) + count;
    this.#total[kind] = (this.#total[kind] ?? 0) + count;
  }

  truth(): object {
    return { total: this.#total, files: Object.fromEntries(this.#files) };
  }
}
