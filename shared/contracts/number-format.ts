import { z } from "zod";

/** How the numbers of a column are written, where it is not plainly as in -1234.5. */
export const NumberFormat = z
  .strictObject({
    decimal: z.enum([".", ","]).default("."),
    /** What groups thousands, if anything does. A space stands for every kind of space, ' for ’ as well. */
    thousands: z.enum([".", ",", " ", "'"]).optional(),
    /** Allows a currency's sign or code beside the number, and (5) or 5- for minus five. */
    marks: z.boolean().default(false),
  })
  .refine(({ decimal, thousands }) => decimal !== thousands, "decimal and thousands must differ");
export type NumberFormat = z.infer<typeof NumberFormat>;

const escaped = (character: string): string => (character === "." ? "[.]" : character);

/** A regular expression of the texts that are numbers, after spaces are plain and marks are gone. */
export const numberPattern = ({ decimal, thousands }: NumberFormat): string => {
  const separator = thousands === undefined ? "" : escaped(thousands);
  // In India, only the last group has three digits: 1,23,456.
  const grouped =
    separator === ""
      ? ""
      : `|[0-9]{1,3}((${separator}[0-9]{3})+|(${separator}[0-9]{2})+${separator}[0-9]{3})`;
  return `[-+]?(([0-9]+${grouped})(${escaped(decimal)}[0-9]*)?|${escaped(decimal)}[0-9]+)`;
};

/**
 * Signs of currencies, three-letter codes, abbreviations that stand beside amounts, and units of pieces and weight: longer
 * ones first. What is left must be a number, so that no part of another word passes for one of them.
 */
export const currencyMark =
  "([A-Z]{0,2}\\p{Sc}|[A-Z]{3}|(pieces?|pi[eè]ces?|pces?|pcs?|units?|unid|[Ss]tück|[Ss]tk|[Ss]t|szt|each|lei|uds?|ltr|руб|грн|Fr|kr|zł|Kč|Ft|TL|Rs|Rp|RM|лв|pz|ks|db|ea|kg|un|x|l)[.]?|円|元|원|個|点|本|枚)";

/** All spaces that typographers use, and the minus sign that is no hyphen. */
export const spaces = "[\\s\u00a0\u2007\u2009\u202f]";
export const minusSigns = "[\u2212\u2013]";
