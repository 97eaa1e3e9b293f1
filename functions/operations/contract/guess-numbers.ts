import { currencyOf } from "../../../shared/contracts/currency-signs.ts";
import {
  currencyMark,
  minusSigns,
  type NumberFormat,
  numberPattern,
  spaces,
} from "../../../shared/contracts/number-format.ts";

/** Nearly all texts of a column must fit: a few are what the checks of the contract are for. */
export const enough = 0.97;

const shapes: readonly Omit<NumberFormat, "marks">[] = [
  { decimal: "." },
  { decimal: "," },
  { decimal: ".", thousands: "," },
  { decimal: ",", thousands: "." },
  { decimal: ",", thousands: " " },
  { decimal: ".", thousands: " " },
  { decimal: ".", thousands: "'" },
  { decimal: ",", thousands: "'" },
];

/** The simplest format that fits the texts; undefined if they are no numbers. */
export const guessNumbers = (
  texts: readonly string[],
  decimal?: NumberFormat["decimal"],
): NumberFormat | undefined => {
  if (texts.length === 0) return undefined;
  for (const marks of [false, true]) {
    const plain = texts.map((text) => bare(text, marks));
    for (const shape of shapes.filter((one) => decimal === undefined || one.decimal === decimal)) {
      const fits = new RegExp(`^(?:${numberPattern({ ...shape, marks })})$`);
      if (plain.filter((text) => fits.test(text)).length >= enough * texts.length) return { ...shape, marks };
    }
  }
  return undefined;
};

/** How many texts show which sign separates decimals: "1,5" does, "1,500" does not. */
export const decimalEvidence = (texts: readonly string[]): Readonly<Record<"." | ",", number>> => {
  const found = { ".": 0, ",": 0 };
  for (const text of texts) {
    const [, sign, digits = ""] = /([.,])(\d+)\D*$/.exec(text) ?? [];
    if ((sign !== "." && sign !== ",") || !/^\D{0,5}[\d.,'’\s]+\D{0,5}$/.test(text)) continue;
    const other = sign === "." ? "," : ".";
    if (digits.length !== 3 || text.indexOf(other) >= 0) found[sign]++;
  }
  return found;
};

const anySpace = new RegExp(spaces, "gu");
const anyMinus = new RegExp(minusSigns, "gu");
const anyMark = new RegExp(currencyMark, "gu");

/** As infra/typing reads it. */
const bare = (text: string, marks: boolean): string => {
  const spaced = /^[\d.,-]*$/.test(text)
    ? text
    : text.replaceAll(anySpace, " ").replaceAll(anyMinus, "-").replaceAll("’", "'");
  if (!marks) return spaced;
  return spaced
    .replaceAll(anyMark, "")
    .trim()
    .replace(/^\( *(.*?) *\)$|^(.*?) *-$/, "-$1$2")
    .replace(/^([-+]) +/, "$1");
};

/** The currency whose sign or code stands beside most of the amounts, or in the header. "$" alone may be any dollar. */
export const currencyIn = (texts: readonly string[]): string | undefined => {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const code = currencyOf(text);
    if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].sort((left, right) => right[1] - left[1])[0]?.[0];
};

/** Reads texts of this format as numbers; a text that is none gives undefined. */
export const numberReader = (format: NumberFormat): ((text: string) => number | undefined) => {
  const fits = new RegExp(`^(?:${numberPattern(format)})$`);
  return (text) => {
    const plain = bare(text, format.marks);
    if (!fits.test(plain)) return undefined;
    const ungrouped = format.thousands === undefined ? plain : plain.replaceAll(format.thousands, "");
    return Number(ungrouped.replace(format.decimal, "."));
  };
};
