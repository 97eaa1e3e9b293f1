import { builtInContract } from "../../../shared/contracts/contract-text.ts";
import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import type { Meaning } from "../../../shared/contracts/header-words.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import { assignColumns, type SampleColumn } from "./assign-columns.ts";
import { type FoundDiscount, findDiscount } from "./discounts.ts";
import { type Draft, describeFacts, type InferOptions } from "./draft.ts";
import { draftContract } from "./draft-contract.ts";
import { orderOfDates } from "./order-of-dates.ts";
import { priceEvidence } from "./price-evidence.ts";
import { columnsOf, factsOf, type ReadFile } from "./read-files.ts";
import { type RefundColumn, refundColumn } from "./refund-rows.ts";
import { findLines } from "./sale-lines.ts";
import { salesSettings } from "./sales-settings.ts";
import { refuseRepeated } from "./why-no-table.ts";

/** A contract for lines of sale; undefined if the files cannot be that. Throws if only a person can tell their dates. */
export const inferSales = (
  files: readonly ReadFile[],
  columns: readonly SampleColumn[],
  options: InferOptions,
): Draft | undefined => {
  const facts = factsOf(files);
  const isDated = facts.paths.every((path) => path.includes("{date}"));
  const first = assignColumns(columns);
  if (!areSales(first, isDated)) return undefined;
  const lines = findLines(files, first);
  const found = meaningOfCells(lines.files, assignColumns(columnsOf(lines.files, options.order)));
  const date = found.assigned.get("invoice_date");
  const order = date?.dates?.isAmbiguous ? orderOfDates(files, date) : undefined;
  const rows = columnsOf(lines.files, order?.order ?? options.order);
  const { assigned, why } = order ? meaningOfCells(lines.files, assignColumns(rows)) : found;
  if (!areSales(assigned, isDated)) return undefined;
  refuseRepeated(
    facts.headers,
    [...assigned.values()].map(({ header }) => header),
  );
  const refunds = refundColumn(lines.files, rows, assigned);
  const discount = findDiscount(lines.files, rows, assigned);
  const sales = salesSettings(assigned, options.baseCurrency, facts.headers, { refunds, discount });
  const yaml = draftContract(
    builtInContract("transactions"),
    contractColumns(assigned, refunds, discount),
    facts,
    sales.settings,
    lines.facts,
  );
  parseContract(yaml, "transactions.yaml");
  return {
    feed: "transactions",
    files: files.map(({ name }) => name),
    yaml,
    currency: sales.currency,
    decided: [
      ...describeFacts(files, facts),
      ...lines.decided,
      ...[...assigned]
        .filter(([meaning]) => meaning !== "line_total" || !assigned.has("unit_price"))
        .map(([meaning, column]) => `${meaning} is "${column.header}"${written(meaning, column)}`),
      ...(why === undefined ? [] : [why]),
      ...(order ? [`days come ${order.order === "dmy" ? "before" : "after"} months: ${order.why}`] : []),
      ...sales.decided,
    ],
    unsure: [...sales.unsure, ...(discount ? [] : unreadDiscounts(rows, assigned))],
  };
};

/** What the cells tell, where the headers do not. */
const meaningOfCells = (
  files: readonly ReadFile[],
  given: ReadonlyMap<Meaning, SampleColumn>,
): ReturnType<typeof meaningOfPrices> => meaningOfPrices(files, nameOfBuyer(files, given));

/** A column is called a price or an amount; what it is, its figures tell. */
const meaningOfPrices = (
  files: readonly ReadFile[],
  given: ReadonlyMap<Meaning, SampleColumn>,
): { readonly assigned: ReadonlyMap<Meaning, SampleColumn>; readonly why?: string } => {
  const evidence = priceEvidence(files, given);
  const [price, total] = [given.get("unit_price"), given.get("line_total")];
  const assigned = new Map(given);
  if (evidence?.is === "total" && price) {
    assigned.delete("unit_price");
    assigned.set("line_total", price);
    return { assigned, why: evidence.why };
  }
  if (evidence?.is !== "unit" || price || !total) return { assigned };
  assigned.delete("line_total");
  assigned.set("unit_price", total);
  return { assigned, why: evidence.why };
};

/** A name that is the same in all lines of a receipt, while their products differ, is the buyer's. */
const nameOfBuyer = (
  files: readonly ReadFile[],
  given: ReadonlyMap<Meaning, SampleColumn>,
): ReadonlyMap<Meaning, SampleColumn> => {
  const [name, product, receipt] = (["description", "stock_code", "invoice_no"] as const).map((meaning) =>
    given.get(meaning),
  );
  if (!name || !product || !receipt || given.has("customer_id") || !/^name$/i.test(name.header.trim()))
    return given;
  const seen = new Map<string, readonly [name: string, product: string]>();
  let differing = 0;
  for (const { table } of files)
    for (const { cells } of table.rows) {
      const [whose, what, key] = [name, product, receipt].map(
        ({ header }) => cells[table.headers.indexOf(header)] ?? "",
      ) as [string, string, string];
      const before = seen.get(key);
      if (before && before[0] !== whose) return given;
      if (before && before[1] !== what) differing++;
      seen.set(key, [whose, what]);
    }
  if (differing === 0) return given;
  const assigned = new Map(given);
  assigned.delete("description");
  return assigned.set("customer_id", name);
};

const areSales = (assigned: ReadonlyMap<Meaning, SampleColumn>, isDated: boolean): boolean =>
  missingOfSales(assigned, isDated).length === 0;

/** What keeps files from being lines of sale, in words. A line of its own needs no receipt, and a file of one day no dates. */
export const missingOfSales = (
  assigned: ReadonlyMap<Meaning, SampleColumn>,
  isDated = false,
): readonly string[] => [
  ...(assigned.has("stock_code") ? [] : ["products (a code or a name)"]),
  ...(assigned.has("invoice_date") || isDated ? [] : ["dates that can be read"]),
  ...(assigned.has("unit_price") || assigned.has("line_total") ? [] : ["prices or totals"]),
  ...(assigned.has("invoice_no") || assigned.has("quantity") ? [] : ["receipts or quantities"]),
];

/** By the columns of the contract, which has no total of a line and no time of day. */
const contractColumns = (
  assigned: ReadonlyMap<Meaning, SampleColumn>,
  refunds: RefundColumn | undefined,
  discount: FoundDiscount | undefined,
): ReadonlyMap<string, SampleColumn> => {
  const columns = new Map<string, SampleColumn>(assigned);
  if (discount) columns.set("discount", discount.column);
  if (refunds) columns.set("line_kind", refunds.column);
  const price = assigned.get("unit_price") ?? assigned.get("line_total");
  if (price) columns.set("unit_price", price);
  columns.delete("line_total");
  columns.delete("time_of_day");
  return columns;
};

/** What nothing tells to be percents, amounts or fractions is kept beside the row and changes no figure, so it is named. */
const unreadDiscounts = (
  columns: readonly SampleColumn[],
  assigned: ReadonlyMap<Meaning, SampleColumn>,
): readonly string[] =>
  columns
    .filter(({ header, texts }) => meaningsOf(header)[0]?.meaning === "discount" && texts.some(isSome))
    .filter((column) => assigned.get("discount") !== column)
    .map(
      ({ header, texts }) =>
        `"${header}" (as in ${texts.find(isSome)?.slice(0, 20)}) lowers no price: nothing tells whether it holds percents, amounts, or what the price has lost already`,
    );

const isSome = (text: string): boolean => /[1-9]/.test(text);

/** How a column is written, where that is not plain. */
const written = (meaning: Meaning, { numbers, dates, texts }: SampleColumn): string => {
  const example = texts[0] === undefined ? "" : `, as in ${texts[0].slice(0, 30)}`;
  if (meaning === "invoice_date" && dates && dates.formats.length > 0)
    return ` (${dates.formats.join(" or ")}${example})`;
  const isAmount = ["quantity", "unit_price", "line_total", "discount"].includes(meaning);
  if (!isAmount || !numbers) return "";
  const thousands = numbers.thousands === undefined ? "" : `, thousands apart by "${numbers.thousands}"`;
  return numbers.decimal === "," || thousands !== "" || numbers.marks
    ? ` (decimal ${numbers.decimal === "," ? "comma" : "point"}${thousands}${example})`
    : "";
};
