/**
 * SQL that tells which columns of text can be read as numbers at once: every known cell is a plain number with a decimal point.
 * Columns that may be read in another way are left to the readers of notations: 20241006 may be a date, 1.234 one thousand, and
 * 00123 a code.
 */
export const isPlainNumber = (column: string): string => {
  const cell = `trim(${column})`;
  const known = `not ${isMissing(cell)}`;
  const all = (pattern: string) =>
    `bool_and(regexp_full_match(${cell}, '${pattern}')) filter (where ${known})`;
  const numbers = all("-?(0|[1-9][0-9]*)?([.][0-9]*)?([eE][-+]?[0-9]+)?");
  const digits = `bool_and(regexp_matches(${cell}, '^-?[.]?[0-9]')) filter (where ${known})`;
  const dates = all("(19|20)[0-9]{6}");
  const thousands = all("-?([1-9][0-9]{0,2}([.][0-9]{3})+|[0-9]+)");
  const hasPoint = `bool_or(contains(${cell}, '.')) filter (where ${known})`;
  return `coalesce(${numbers} and ${digits} and not ${dates} and not (${thousands} and ${hasPoint}), false)`;
};

/** The missing values that numbers are usually mixed with. */
const isMissing = (cell: string): string =>
  `coalesce(lower(${cell}) in ('', 'na', 'n/a', '#n/a', 'nan', 'null', 'none', '-', '?', 'inf', '-inf', 'infinity', '-infinity'), true)`;

/** Null where there is no number. */
export const asNumber = (column: string): string => {
  const number = `try_cast(trim(${column}) as double)`;
  return `case when isfinite(${number}) then ${number} end`;
};
