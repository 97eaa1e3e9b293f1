import type { Column } from "../../../shared/contracts/feed.ts";
import type { Key } from "./checked-feed.ts";

/** Further items of a select list. */
export const list = (items: readonly string[]): string => items.map((item) => `,\n    ${item}`).join("");

/** One text for the values of a key, null if any is missing. */
export const keyValue = ({ columns }: Key): string => keyText(columns.map(({ name }) => name));

/** One text for these values, null if any is missing. Their lengths tell "ab" and "c" apart; "a" and "bc" differ. */
export const keyText = (values: readonly string[]): string => {
  const texts = values.map((value) => `cast(${value} as string)`);
  const [only] = texts;
  return texts.length === 1 && only !== undefined
    ? only
    : `concat(${texts.map((text) => `cast(char_length(${text}) as string), ':', ${text}`).join(", ")})`;
};

/** The same as people read it. */
export const keyShown = ({ columns }: Key): string => {
  const texts = columns.map((column) => masked(column, `cast(${column.name} as string)`));
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? only : `concat(${texts.join(", ' | ', ")})`;
};

export const masked = ({ pii }: Column, value: string): string => (pii ? "'(masked)'" : value);

export const otherRow = (place: number): string =>
  `case when copy_${place} > 1 then concat('on line ', cast(first_row_${place} as string)) when first_file_${place} < file_place then concat('in ', substr(first_file_${place}, 12)) else 'on another line' end`;
