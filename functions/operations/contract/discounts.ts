import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import type { Meaning } from "../../../shared/contracts/header-words.ts";
import type { SampleColumn } from "./assign-columns.ts";
import { guessNumbers, numberReader } from "./guess-numbers.ts";
import { readColumn } from "./price-evidence.ts";
import type { ReadFile } from "./read-files.ts";

type Assigned = ReadonlyMap<Meaning, SampleColumn>;

/** A column of discounts that are no fractions yet, and how they become fractions. */
export interface FoundDiscount {
  readonly column: SampleColumn;
  readonly setting: { readonly percents: true } | { readonly fractionOf: readonly string[] };
  readonly decided: string;
}

/**
 * Percents or amounts off a line's price. Where the lines have totals, these decide, also that the price is the one that was
 * paid already; where they have none, the header must say it. Undefined if nothing does.
 */
export const findDiscount = (
  files: readonly ReadFile[],
  columns: readonly SampleColumn[],
  assigned: Assigned,
): FoundDiscount | undefined => {
  const [price, quantity] = [assigned.get("unit_price"), assigned.get("quantity")];
  if (!price || !quantity || assigned.has("discount")) return undefined;
  const full = product(readColumn(files, price), readColumn(files, quantity));
  for (const column of columns) {
    if (meaningsOf(column.header)[0]?.meaning !== "discount" || !column.texts.some(isSome)) continue;
    const numbers = guessNumbers(column.texts.map(withoutPercent));
    if (!numbers) continue;
    const found = { ...column, numbers };
    const texts = files.flatMap(({ table }) => {
      const place = table.headers.indexOf(column.header);
      return table.rows.map(({ cells }) => withoutPercent(cells[place] ?? ""));
    });
    const read = numberReader(numbers);
    const offs = texts.map((text) => Math.abs(read(text) ?? 0));
    // Blank cells may be those of an order's other lines: then the amount is off the whole order.
    const named = column.empty === 0 ? byHeader(column, full, offs) : undefined;
    const how = byTotals(full, offs, totalsOf(files, columns, assigned)) ?? named;
    if (how === "percent")
      return {
        column: found,
        setting: { percents: true },
        decided: `"${column.header}" holds percents off the price`,
      };
    if (how === "amount")
      return {
        column: found,
        setting: { fractionOf: ["quantity", "unit_price"] },
        decided: `"${column.header}" holds amounts off the line's price`,
      };
  }
  return undefined;
};

const isSome = (text: string): boolean => /[1-9]/.test(text);
const withoutPercent = (text: string): string => text.replace(/ ?[%％]$/, "");

type Figures = readonly (number | undefined)[];
type How = "percent" | "amount" | "none";

const product = (left: Figures, right: Figures): Figures =>
  left.map((one, row) => {
    const other = right[row];
    return one === undefined || other === undefined ? undefined : Math.abs(one * other);
  });

/** Columns that may be the totals of lines: the one of that meaning first. */
const totalsOf = (
  files: readonly ReadFile[],
  columns: readonly SampleColumn[],
  assigned: Assigned,
): readonly Figures[] =>
  columns
    .filter(
      (column) => column.numbers && meaningsOf(column.header).some(({ meaning }) => meaning === "line_total"),
    )
    .filter((column) => column !== assigned.get("unit_price"))
    .map((column) => readColumn(files, column));

/** What makes the totals of the lines with a discount come out right; to a cent, and to the tax that a total may include. */
const byTotals = (full: Figures, offs: readonly number[], totals: readonly Figures[]): How | undefined => {
  const ways: Readonly<Record<How, (whole: number, off: number) => number>> = {
    percent: (whole, off) => whole * (1 - off / 100),
    amount: (whole, off) => whole - off,
    none: (whole) => whole,
  };
  for (const total of totals)
    for (const how of ["percent", "amount", "none"] as const) {
      const rows = full.flatMap((whole, row) => {
        const [off, paid] = [offs[row] ?? 0, total[row]];
        return whole === undefined || paid === undefined || off === 0
          ? []
          : [[ways[how](whole, off), Math.abs(paid)] as const];
      });
      if (
        rows.length > 0 &&
        rows.every(([expected, paid]) => Math.abs(expected - paid) <= 0.015 + paid * 0.0005)
      )
        return how;
    }
  return undefined;
};

const byHeader = (
  { header, texts }: SampleColumn,
  full: Figures,
  offs: readonly number[],
): How | undefined => {
  const isPercent =
    /%|percent|pct|prozent|satz|rate\b|taux|procent/i.test(header) ||
    texts.some((text) => /[%％]$/.test(text));
  if (isPercent) return offs.every((off) => off <= 100) ? "percent" : undefined;
  const isAmount = /amount|betrag|montant|importe|importo|bedrag|kwota|belopp|value|total|\p{Sc}/iu.test(
    header,
  );
  return isAmount && offs.every((off, row) => off <= (full[row] ?? 0) + 0.005) ? "amount" : undefined;
};
