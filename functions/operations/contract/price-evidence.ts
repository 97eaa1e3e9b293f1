import type { Meaning } from "../../../shared/contracts/header-words.ts";
import type { SampleColumn } from "./assign-columns.ts";
import { numberReader } from "./guess-numbers.ts";
import type { ReadFile } from "./read-files.ts";

type Assigned = ReadonlyMap<Meaning, SampleColumn>;

/** Reads a column's numbers row by row. */
export const readColumn = (
  files: readonly ReadFile[],
  { header, numbers }: Pick<SampleColumn, "header" | "numbers">,
): readonly (number | undefined)[] => {
  const read = numbers && numberReader(numbers);
  return files.flatMap(({ table }) => {
    const place = table.headers.indexOf(header);
    return table.rows.slice(0, mostRows).map(({ cells }) => read?.(cells[place] ?? ""));
  });
};

const mostRows = 20_000;
const enough = 0.95;

/** A column of prices whose name does not tell: what the other figures say that it is. */
export const priceEvidence = (
  files: readonly ReadFile[],
  assigned: Assigned,
): { readonly is: "unit" | "total"; readonly why: string } | undefined => {
  const price = assigned.get("unit_price") ?? assigned.get("line_total");
  const quantity = assigned.get("quantity");
  const product = assigned.get("stock_code");
  if (!price || !quantity || !product) return undefined;
  const prices = readColumn(files, price);
  const quantities = readColumn(files, quantity);
  const codes = files.flatMap(({ table }) => {
    const place = table.headers.indexOf(product.header);
    return table.rows.slice(0, mostRows).map(({ cells }) => cells[place] ?? "");
  });
  const byCode = new Map<string, [number, number][]>();
  for (const [row, code] of codes.entries()) {
    const [one, count] = [Math.abs(prices[row] ?? 0), Math.abs(quantities[row] ?? 0)];
    if (one > 0 && count > 0) byCode.set(code, [...(byCode.get(code) ?? []).slice(0, 50), [one, count]]);
  }
  return verdict([...byCode.values()].map(vote), price.header, quantity.header);
};

const verdict = (votes: readonly (Vote | undefined)[], price: string, quantity: string) => {
  const [totals, units] = (["total", "unit"] as const).map((is) => votes.filter((one) => one === is).length);
  const all = (totals ?? 0) + (units ?? 0);
  if (all === 0) return undefined;
  if ((totals ?? 0) >= enough * all)
    return { is: "total" as const, why: `"${price}" grows with "${quantity}" for the same product` };
  if ((units ?? 0) >= enough * all)
    return { is: "unit" as const, why: `"${price}" is the same for one and for several of a product` };
  return undefined;
};

type Vote = "total" | "unit";

/** Of one product sold in several quantities: is the price the same, or is it the price of one that is the same? */
const vote = (sales: readonly (readonly [price: number, quantity: number])[]): Vote | undefined => {
  if (new Set(sales.map(([, quantity]) => quantity)).size < 2) return undefined;
  const isSame = (values: readonly number[]) => Math.max(...values) - Math.min(...values) <= 0.011;
  const [asUnit, asTotal] = [
    isSame(sales.map(([price]) => price)),
    isSame(sales.map(([price, quantity]) => price / quantity)),
  ];
  if (asUnit === asTotal) return undefined;
  return asUnit ? "unit" : "total";
};
