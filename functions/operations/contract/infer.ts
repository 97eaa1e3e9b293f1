import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { LocalFile } from "../drop/drop-report.ts";
import { assignColumns, type SampleColumn } from "./assign-columns.ts";
import type { Draft, InferOptions } from "./draft.ts";
import { draftOwn } from "./draft-own.ts";
import type { DateOrder } from "./guess-dates.ts";
import { inferBuiltIn } from "./infer-built-in.ts";
import { inferInvoices } from "./infer-invoices.ts";
import { inferSales, missingOfSales } from "./infer-sales.ts";
import { mergeDrafts } from "./merge-drafts.ts";
import { withOwnPaths } from "./own-paths.ts";
import { columnsOf, groupByHeader, type ReadFile, readFile } from "./read-files.ts";

/** The contracts that a shop's files need, and what became of files that need none or fit none. */
export interface Inference {
  readonly drafts: readonly Draft[];
  readonly unread: readonly Unread[];
}

interface Unread {
  readonly files: readonly string[];
  readonly reason: string;
}

/** Drafts one contract per kind of file. Files with other columns than the most usual ones of a feed are named. */
export const inferContracts = async (
  files: readonly LocalFile[],
  options: InferOptions,
): Promise<Inference> => {
  const { read, unread } = await readAll(files);
  const drafts: Draft[] = [];
  for (const group of groupByHeader(read).toSorted((left, right) => right.length - left.length)) {
    const outcome = draftOf(group, options);
    if (typeof outcome === "string") unread.push({ files: names(group), reason: outcome });
    else add(drafts, outcome, unread);
  }
  return { drafts: withOwnPaths(drafts), unread };
};

/** Files of one feed may get a column, or other words for one, from one day to the next. */
const add = (drafts: Draft[], next: Draft, unread: Unread[]): void => {
  const at = drafts.findIndex(({ feed }) => feed === next.feed);
  const known = drafts[at];
  if (!known) return void drafts.push(next);
  const merged = mergeDrafts(known, next);
  if (merged) drafts[at] = merged;
  else
    unread.push({
      files: next.files,
      reason: `they are ${next.feed} as well, but written in another way: load them into a home of their own, or with a contract that fits both`,
    });
};

/** One after another: a sample may be large. A file that cannot be read keeps no other from being read. */
const readAll = async (files: readonly LocalFile[]) => {
  const read: ReadFile[] = [];
  const unread: Unread[] = [];
  for (const file of files) {
    const found = await readFile(file).catch(messageOf);
    if (typeof found === "object") read.push(found);
    else unread.push({ files: [file.name], reason: found });
  }
  return { read, unread };
};

const draftOf = (group: readonly ReadFile[], options: InferOptions): Draft | string => {
  try {
    const columns = columnsOf(group, options.order);
    if (options.name !== undefined) return draftOwn(options.name, group, columns);
    return (
      inferInvoices(group, columns, options) ??
      inferSales(group, columns, options) ??
      inferBuiltIn(group, columns) ??
      whyNot(group, columns)
    );
  } catch (error) {
    return messageOf(error);
  }
};

/** What the columns are nearest to, and what they lack for it. */
const whyNot = ([first]: readonly ReadFile[], columns: readonly SampleColumn[]): string => {
  const mixed = mixedOrders(columns);
  if (mixed !== undefined) return mixed;
  const assigned = assignColumns(columns);
  const known = [...assigned].map(([meaning, { header }]) => `${meaning} is "${header}"`);
  const has = `The file has: ${first?.table.headers.slice(0, 30).join(", ") ?? ""}.`;
  if (known.length < 2) return `no feed has these columns. ${has}`;
  return `they look like sales (${known.join(", ")}), but no column was found for ${missingOfSales(assigned).join(", ")}. ${has}`;
};

/** Days before months in some rows and after them in others: no contract reads that, and no guess may. */
const mixedOrders = (columns: readonly SampleColumn[]): string | undefined => {
  for (const { header, texts, dates } of columns) {
    if (dates || !meaningsOf(header).some(({ meaning }) => meaning === "invoice_date")) continue;
    const [dmy, mdy] = (["dmy", "mdy"] as const).map((order) => texts.find((text) => isOnly(text, order)));
    if (dmy !== undefined && mdy !== undefined)
      return `column "${header}" has days before months ("${dmy}") and months before days ("${mdy}"): export it again in one order, or each part as a file of its own`;
  }
  return undefined;
};

const isOnly = (text: string, order: DateOrder): boolean => {
  const [, first, second] = /^(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}/.exec(text) ?? [];
  const [day, month] = order === "dmy" ? [first, second] : [second, first];
  return Number(day) > 12 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12;
};

const names = (files: readonly LocalFile[]): readonly string[] => files.map(({ name }) => name);
