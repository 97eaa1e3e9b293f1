import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import type { Meaning } from "../../../shared/contracts/header-words.ts";
import { filledDown, isMostlyBlank } from "../../1-ingest/row-shape.ts";
import type { SampleColumn } from "./assign-columns.ts";
import type { LineFacts } from "./draft-contract.ts";
import { findFillDown } from "./fill-down.ts";
import type { ReadFile } from "./read-files.ts";
import { kindHeaders, mostKinds } from "./refund-rows.ts";

type Assigned = ReadonlyMap<Meaning, SampleColumn>;

/** What a line of sale has: a line without two of them is something else. */
const needed: readonly Meaning[] = ["invoice_no", "stock_code", "quantity", "invoice_date"];

/** The files with the rows that are lines of sale, filled as they are meant, and what tells them. */
export interface FoundLines {
  readonly files: readonly ReadFile[];
  readonly facts: LineFacts;
  readonly decided: readonly string[];
}

export const findLines = (files: readonly ReadFile[], assigned: Assigned): FoundLines => {
  const headers = files[0]?.table.headers ?? [];
  const placeOf = (meaning: Meaning) => headers.indexOf(assigned.get(meaning)?.header ?? "");
  const present = needed.filter((meaning) => placeOf(meaning) >= 0);
  const blank = present.map(placeOf);
  const fill = findFillDown(files, placeOf);
  const kinds = kindsAside(files, headers, placeOf("stock_code"));
  const shape = { fillDown: fill.map(placeOf), blank };
  const kindPlace = kinds ? headers.indexOf(kinds.header) : -1;
  let aside = 0;
  const kept = files.map((file) => {
    let above: readonly string[] = [];
    const rows = file.table.rows.flatMap((row) => {
      if (kinds?.values.includes(row.cells[kindPlace] ?? "")) return [];
      above = filledDown(shape, row.cells, above);
      const isAside = isMostlyBlank(shape, above);
      if (isAside) aside++;
      return isAside ? [] : [{ ...row, cells: above }];
    });
    return { ...file, table: { ...file.table, rows } };
  });
  // Lines of dashes between the rows have no words by which they could be told.
  const hasRules = files.some(({ table }) => table.closing.some(({ text }) => !/^\p{L}/u.test(text)));
  const isUsual = present.length >= 2 && (aside > 0 || hasRules);
  return {
    files: kept,
    facts: { fillDown: fill, blank: isUsual ? present : [], kinds },
    decided: [
      ...(fill.length > 0 ? [`blank cells of ${fill.join(", ")} repeat the cell above`] : []),
      ...(kinds
        ? [
            `lines with ${kinds.values.map((one) => `"${one}"`).join(", ")} in "${kinds.header}" are no lines of goods`,
          ]
        : []),
      ...(isUsual
        ? [`lines without two of ${present.join(", ")} are no lines of goods (${aside} here)`]
        : []),
    ],
  };
};

/** Kinds of lines that never name a product, beside kinds that always do. */
const kindsAside = (
  files: readonly ReadFile[],
  headers: readonly string[],
  product: number,
): LineFacts["kinds"] => {
  if (product < 0) return undefined;
  return headers
    .map((header, place) => {
      const mayBe = kindHeaders.test(header) && !meaningsOf(header).some(({ sureness }) => sureness > 0.9);
      return mayBe ? kindsWithout(files, { header, place }, product) : undefined;
    })
    .find((kinds) => kinds !== undefined);
};

const kindsWithout = (
  files: readonly ReadFile[],
  { header, place }: { readonly header: string; readonly place: number },
  product: number,
): LineFacts["kinds"] => {
  const rows = files.flatMap(({ table }) => table.rows.map(({ cells }) => cells));
  const kinds = Map.groupBy(rows, (cells) => cells[place] ?? "");
  kinds.delete("");
  if (kinds.size > mostKinds) return undefined;
  const named = [...kinds].map(([kind, some]) => ({
    kind,
    count: some.filter((cells) => (cells[product] ?? "") !== "").length,
    all: some.length,
  }));
  const without = named.filter(({ count }) => count === 0).map(({ kind }) => kind);
  const isClear = named.every(({ count, all }) => count === 0 || count === all);
  return isClear && without.length > 0 && without.length < named.length
    ? { header, values: without }
    : undefined;
};
