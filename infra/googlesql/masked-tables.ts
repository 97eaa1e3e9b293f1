import { tablesIn } from "./rewrite.ts";

/** The columns of a table, or none if there is no such table. */
export type ColumnsOf = (table: string) => readonly string[];

/**
 * The statement with each table replaced by one whose personal columns show pseudonyms. The salt is new in each process: a
 * pseudonym cannot be found out by trying ids. Both engines take the result.
 */
export const maskedTables = (
  statement: string,
  columnsOf: ColumnsOf,
  masked: readonly string[],
  salt: string,
): string => {
  if (!/^[0-9a-f]+$/.test(salt)) throw new Error("the salt must be hexadecimal");
  let text = "";
  let end = 0;
  for (const { name, ...place } of tablesIn(statement)) {
    const columns = columnsOf(name).filter((column) => masked.includes(column.toLowerCase()));
    text += statement.slice(end, place.start);
    text += columns.length === 0 ? statement.slice(place.start, place.end) : maskedTable(name, columns, salt);
    text +=
      columns.length === 0 || hasAlias(statement.slice(place.end)) ? "" : ` as ${name.split(".").at(-1)}`;
    end = place.end;
  }
  return text + statement.slice(end);
};

const maskedTable = (table: string, columns: readonly string[], salt: string): string => {
  const pseudonyms = columns.map(
    (column) =>
      `concat('#', substr(to_hex(md5(concat('${salt}', cast(${column} as string)))), 1, 12)) as ${column}`,
  );
  return `(select * replace (${pseudonyms.join(", ")}) from ${table})`;
};

const clauses =
  /^(?:where|join|left|right|full|inner|cross|on|using|group|order|having|qualify|window|limit|union|intersect|except|with)\b/i;

/** Whether a name of its own follows the table. */
const hasAlias = (rest: string): boolean => {
  const next = rest.replace(/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, "");
  return /^(?:[A-Za-z_]|`)/.test(next) && !clauses.test(next);
};
