import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dayOf } from "../../../shared/dates.ts";
import { csvFiles, dataset } from "../../data/datasets.ts";

/** A line of Online Retail, as its files have it: nothing is cleaned. */
export interface RetailLine {
  readonly day: number;
  readonly invoice: string;
  readonly code: string;
  readonly quantity: number;
  readonly at: string;
  readonly price: number;
  readonly customer: string;
  readonly country: string;
}

export const retailLines = (): RetailLine[] => {
  const folder = dataset("online-retail-by-day");
  return csvFiles(folder).flatMap((file) => {
    const day = dayOf(file.slice(0, 10));
    const [, ...lines] = readFileSync(join(folder, file), "utf8").trimEnd().split("\n");
    return lines.map((line) => {
      const cells = cellsOf(line);
      const [invoice = "", code = "", , quantity = "", at = "", price = "", customer = "", country = ""] =
        cells;
      return { day, invoice, code, quantity: Number(quantity), at, price: Number(price), customer, country };
    });
  });
};

/** No field of this dataset holds a line break. */
const cellsOf = (line: string): string[] =>
  line.includes('"')
    ? [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, bare]) => quoted ?? bare ?? "",
      )
    : line.split(",");
