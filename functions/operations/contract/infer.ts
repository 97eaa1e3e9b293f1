import { messageOf } from "../../../shared/errors.ts";
import type { LocalFile } from "../drop/drop-report.ts";
import type { Draft, InferOptions } from "./draft.ts";
import { draftOwn } from "./draft-own.ts";
import { inferBuiltIn } from "./infer-built-in.ts";
import { inferSales } from "./infer-sales.ts";
import { columnsOf, groupByHeader, type ReadFile, readFile } from "./read-files.ts";

/** The contracts that a shop's files need, and what became of files that need none or fit none. */
export interface Inference {
  readonly drafts: readonly Draft[];
  readonly unread: readonly { readonly files: readonly string[]; readonly reason: string }[];
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
    else if (drafts.some(({ feed }) => feed === outcome.feed))
      unread.push({ files: names(group), reason: `they are ${outcome.feed} as well, with other columns` });
    else drafts.push(outcome);
  }
  return { drafts, unread };
};

/** One after another: a sample may be large. A file that cannot be read keeps no other from being read. */
const readAll = async (files: readonly LocalFile[]) => {
  const read: ReadFile[] = [];
  const unread: { files: readonly string[]; reason: string }[] = [];
  for (const file of files) {
    const found = await readFile(file).catch(messageOf);
    if (typeof found === "object") read.push(found);
    else unread.push({ files: [file.name], reason: found ?? "no table with a header was found" });
  }
  return { read, unread };
};

const draftOf = (group: readonly ReadFile[], options: InferOptions): Draft | string => {
  try {
    const columns = columnsOf(group, options.order);
    if (options.name !== undefined) return draftOwn(options.name, group, columns);
    return inferSales(group, columns, options) ?? inferBuiltIn(group, columns) ?? whyNot(group);
  } catch (error) {
    return messageOf(error);
  }
};

const whyNot = ([first]: readonly ReadFile[]): string =>
  `no feed has these columns: ${first?.table.headers.slice(0, 12).join(", ") ?? ""}`;

const names = (files: readonly LocalFile[]): readonly string[] => files.map(({ name }) => name);
