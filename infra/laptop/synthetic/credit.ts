import { isoDate, weekdayOf } from "../../../shared/dates.ts";
import { type Random, stream } from "../../../shared/learning/random.ts";
import { type Account, accounts, type CreditItem, creditItems } from "./credit-accounts.ts";
import { code, csvFile, csvRow, type GeneratedFile } from "./csv.ts";
import type { Company } from "./founding.ts";
import { at, exponential, geometric, logNormalNoise, poisson, roundFairly } from "./samplers.ts";
import { weightedChoice } from "./weighted-choice.ts";

const TERM_DAYS = 30;
const INVOICES_PER_ACCOUNT_DAY = 0.18;
/** Log-odds of paying late at the start of the run, and how much a year of better dunning takes off. */
const LATE_AT_START = -0.75;
const FALL_IN_A_YEAR = 0.7;
const TYPICAL_INVOICE_CENTS = 45_000;
const SIZE_EFFECT = 0.35;
/** January first. Payments are late around the turn of the year and in August. */
const SEASON_EFFECT = [0.5, 0.2, 0, 0, 0, 0, 0.1, 0.3, 0, 0, 0.1, 0.4];

const ACCOUNT_COLUMNS = "account_id,company_name,company_address,contact_person,contact_phone,joining_date";
const ITEM_COLUMNS = "item_id,item_name,item_description,item_cost_price,item_retail_price";

/** The rows of each file. */
type Ledger = Readonly<Record<"invoices" | "lines" | "payments" | "truth", string[]>>;

/** The trade business: invoices on 30 days' terms, and when they were paid. */
export function* creditFiles({ options, from, lastDay }: Company): Generator<GeneratedFile> {
  const count = Math.min(200, Math.max(5, Math.round(options.customers / 10)));
  const buyers = accounts(options.seed, count, from);
  const items = creditItems(options.seed, Math.min(60, Math.max(10, options.products)));
  const anyBuyer = weightedChoice(buyers.map((each) => each.pace));
  const ledger: Ledger = { invoices: [], lines: [], payments: [], truth: [] };
  for (let day = from; day <= lastDay; day++) {
    if (weekdayOf(day) === 0 || weekdayOf(day) === 6) continue;
    const random = stream(options.seed, "credit", isoDate(day));
    for (let left = poisson(random, INVOICES_PER_ACCOUNT_DAY * count); left > 0; left--) {
      const account = at(buyers, anyBuyer(random));
      issue(ledger, random, account, items, { issued: day, age: day - from, lastDay });
    }
  }
  yield csvFile("credit/accounts.csv", ACCOUNT_COLUMNS, buyers.map(row));
  yield csvFile("credit/skus.csv", ITEM_COLUMNS, items.map(row));
  yield csvFile("credit/invoices.csv", "invoice_id,account_id,date_issued", ledger.invoices);
  yield csvFile("credit/invoice_lines.csv", "invoice_id,item_id,quantity", ledger.lines);
  yield csvFile("credit/payments.csv", "invoice_id,paid_on", ledger.payments);
  yield csvFile("_truth/invoices.csv", "invoice_id,late_probability", ledger.truth);
}

function row(each: { readonly row: string }): string {
  return each.row;
}

/** Two days and, as `age`, the number of days since the run began. */
type Moment = Readonly<Record<"issued" | "lastDay" | "age", number>>;

function issue(
  ledger: Ledger,
  random: Random,
  account: Account,
  items: readonly CreditItem[],
  when: Moment,
): void {
  const id = code("I", 6, ledger.invoices.length + 1);
  const totalCents = addLines(ledger, random, id, account, items);
  const late = lateProbability(account, totalCents, when);
  const paid = when.issued + daysToPay(random, random.chance(late));
  ledger.invoices.push(csvRow(id, account.id, isoDate(when.issued)));
  ledger.truth.push(csvRow(id, late.toFixed(6)));
  // An invoice that is paid after the last day is still open in the files.
  if (paid <= when.lastDay) ledger.payments.push(csvRow(id, isoDate(paid)));
}

function addLines(
  ledger: Ledger,
  random: Random,
  id: string,
  { size }: Account,
  items: readonly CreditItem[],
): number {
  const scale = 12 * size * logNormalNoise(random, 0.5);
  const chosen = new Set(
    Array.from({ length: 1 + geometric(random, 2.5) }, () => random.below(items.length)),
  );
  let totalCents = 0;
  for (const index of chosen) {
    const item = at(items, index);
    const quantity = 1 + roundFairly(random, scale * logNormalNoise(random, 0.4));
    totalCents += quantity * item.retailCents;
    ledger.lines.push(csvRow(id, item.id, quantity));
  }
  return totalCents;
}

function lateProbability({ lateness }: Account, totalCents: number, { issued, age }: Moment): number {
  const size = SIZE_EFFECT * Math.log(totalCents / TYPICAL_INVOICE_CENTS);
  const season = SEASON_EFFECT[Number(isoDate(issued).slice(5, 7)) - 1] ?? 0;
  const trend = FALL_IN_A_YEAR * Math.min(1, age / 365);
  return 1 / (1 + Math.exp(-(LATE_AT_START + lateness + size + season - trend)));
}

/** Most punctual payers pay on one of the last allowed days. */
function daysToPay(random: Random, isLate: boolean): number {
  if (isLate) return TERM_DAYS + 1 + Math.min(90, Math.floor(exponential(random, 12)));
  return Math.max(2, TERM_DAYS - Math.floor(exponential(random, 7)));
}
