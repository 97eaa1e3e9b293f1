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
  const grouped = thousands === undefined ? "" : `|[0-9]{1,3}(${escaped(thousands)}[0-9]{3})+`;
  return `[-+]?(([0-9]+${grouped})(${escaped(decimal)}[0-9]*)?|${escaped(decimal)}[0-9]+)`;
};

/** Signs of currencies, three-letter codes, abbreviations that stand beside amounts, and units of pieces and weight. */
export const currencyMark =
  "((\\b[A-Z]{1,2})?\\p{Sc}|\\b[A-Z]{3}\\b|\\b(kr|zł|Kč|Ft|lei|Fr|pcs?|pz|[Ss]tk|uds?|kg)\\b[.]?)";

/** All spaces that typographers use, and the minus sign that is no hyphen. */
export const spaces = "[\\s\u00a0\u2007\u2009\u202f]";
export const minusSigns = "[\u2212\u2013]";
