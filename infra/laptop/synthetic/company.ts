import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dayOf } from "../../../shared/dates.ts";
import { anomalyTruth } from "./anomalies.ts";
import { productsFile } from "./catalogue.ts";
import { creditFiles } from "./credit.ts";
import { type GeneratedFile, jsonFile } from "./csv.ts";
import { customersFile } from "./customers.ts";
import { foundCompany } from "./founding.ts";
import { fxRates } from "./fx.ts";
import { MessTally, transactionFiles } from "./mess.ts";
import { CompanyOptions } from "./options.ts";
import { customerTruth } from "./oracle.ts";
import { storesFile } from "./stores.ts";
import { Trading } from "./trading.ts";

export { CompanyOptions, type GeneratedFile };

/**
 * A company's files. The same options give the same bytes, and a longer run begins with the same transaction files.
 * `_truth/` holds what no real company knows; it serves to score findings and predictions.
 */
export function* generateCompany(options: CompanyOptions): Generator<GeneratedFile> {
  const company = foundCompany(options);
  const { from, lastDay } = company;
  yield jsonFile("_truth/options.json", options);
  yield customersFile(company.customers, lastDay);
  yield productsFile(company.catalogue.products);
  yield storesFile(company.stores.all);
  const rates = fxRates(options.seed, from, lastDay);
  yield* rates.files;

  const trading = new Trading(company);
  const tally = new MessTally();
  for (let day = from; day <= lastDay; day++) {
    const invoices = trading.trade(day);
    if (invoices.length > 0) yield* transactionFiles(options, day, invoices, tally);
  }
  yield* creditFiles(company);
  yield customerTruth(company, trading, rates.last);
  yield jsonFile("_truth/anomalies.json", anomalyTruth(company.anomalies));
  yield jsonFile("_truth/mess.json", tally.truth());
}

/** The files of the trade business alone: accounts, items, invoices, payments, and the true chances. */
export function* generateCredit(options: CompanyOptions): Generator<GeneratedFile> {
  yield jsonFile("_truth/options.json", options);
  yield* creditFiles(foundCompany(options));
}

/** Returns how much was written; the lines are those of transaction files, without headers. */
export const writeCompany = (
  options: CompanyOptions,
  folder: string,
  onDay: (day: number) => void,
  { creditOnly = false } = {},
) => {
  const written = { files: 0, bytes: 0, lines: 0 };
  for (const { name, text } of creditOnly ? generateCredit(options) : generateCompany(options)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    written.files += 1;
    written.bytes += Buffer.byteLength(text);
    const date = /^transactions\/(\d{4}-\d{2}-\d{2})/.exec(name)?.[1];
    if (date === undefined) continue;
    written.lines += (text.match(/\n/g)?.length ?? 1) - 1;
    onDay(dayOf(date) - dayOf(options.from) + 1);
  }
  onDay(options.days);
  return written;
};
