import { builtInContract } from "../../../shared/contracts/contract-text.ts";
import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import type { Meaning } from "../../../shared/contracts/header-words.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import { assignColumns, type SampleColumn } from "./assign-columns.ts";
import { type Draft, describeFacts, type InferOptions } from "./draft.ts";
import { draftContract } from "./draft-contract.ts";
import { orderOfDates } from "./order-of-dates.ts";
import { columnsOf, factsOf, type ReadFile } from "./read-files.ts";
import { type RefundColumn, refundColumn } from "./refund-rows.ts";
import { salesSettings } from "./sales-settings.ts";

/** A contract for lines of sale; undefined if the files cannot be that. Throws if only a person can tell their dates. */
export const inferSales = (
  files: readonly ReadFile[],
  columns: readonly SampleColumn[],
  options: InferOptions,
): Draft | undefined => {
  const found = assignColumns(columns);
  if (!areSales(found)) return undefined;
  const date = found.get("invoice_date");
  const order = date?.dates?.isAmbiguous ? orderOfDates(files, date) : undefined;
  const assigned = order ? assignColumns(columnsOf(files, order.order)) : found;
  const refunds = refundColumn(files, columns, assigned);
  const sales = salesSettings(assigned, options.baseCurrency, files[0]?.table.headers ?? [], refunds);
  const facts = factsOf(files);
  const yaml = draftContract(
    builtInContract("transactions"),
    contractColumns(assigned, refunds),
    facts,
    sales.settings,
  );
  parseContract(yaml, "transactions.yaml");
  return {
    feed: "transactions",
    files: files.map(({ name }) => name),
    yaml,
    currency: sales.currency,
    decided: [
      ...describeFacts(files, facts),
      ...[...assigned]
        .filter(([meaning]) => meaning !== "line_total" || !assigned.has("unit_price"))
        .map(([meaning, column]) => `${meaning} is "${column.header}"${written(meaning, column)}`),
      ...(order ? [`days come ${order.order === "dmy" ? "before" : "after"} months: ${order.why}`] : []),
      ...sales.decided,
    ],
    unsure: [...sales.unsure, ...unreadDiscounts(columns, assigned)],
  };
};

const areSales = (assigned: ReadonlyMap<Meaning, SampleColumn>): boolean =>
  missingOfSales(assigned).length === 0;

/** What keeps files from being lines of sale, in words. A line of its own needs no receipt. */
export const missingOfSales = (assigned: ReadonlyMap<Meaning, SampleColumn>): readonly string[] => [
  ...(assigned.has("stock_code") ? [] : ["products (a code or a name)"]),
  ...(assigned.has("invoice_date") ? [] : ["dates that can be read"]),
  ...(assigned.has("unit_price") || assigned.has("line_total") ? [] : ["prices or totals"]),
  ...(assigned.has("invoice_no") || assigned.has("quantity") ? [] : ["receipts or quantities"]),
];

/** By the columns of the contract, which has no total of a line and no time of day. */
const contractColumns = (
  assigned: ReadonlyMap<Meaning, SampleColumn>,
  refunds: RefundColumn | undefined,
): ReadonlyMap<string, SampleColumn> => {
  const columns = new Map<string, SampleColumn>(assigned);
  if (refunds) columns.set("line_kind", refunds.column);
  const price = assigned.get("unit_price") ?? assigned.get("line_total");
  if (price) columns.set("unit_price", price);
  columns.delete("line_total");
  columns.delete("time_of_day");
  return columns;
};

/** Amounts and percents of discount are kept beside the row and change no figure, so they are named. */
const unreadDiscounts = (
  columns: readonly SampleColumn[],
  assigned: ReadonlyMap<Meaning, SampleColumn>,
): readonly string[] =>
  columns
    .filter(({ header, texts }) => meaningsOf(header)[0]?.meaning === "discount" && texts.some(isSome))
    .filter((column) => assigned.get("discount") !== column)
    .map(
      ({ header, texts }) =>
        `"${header}" (as in ${texts.find(isSome)?.slice(0, 20)}) lowers no price: only a fraction of the price, 0.1 for 10 %, is read as a discount`,
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
