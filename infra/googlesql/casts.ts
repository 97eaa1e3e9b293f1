import type { Cursor, Rule } from "./cursor.ts";
import { typeName } from "./types.ts";

/** DuckDB casts more than GoogleSQL ('1.0' to an integer, 'yes' to a boolean); the macros refuse what GoogleSQL refuses. */
const casts: ReadonlyMap<string, readonly [strict: string, safe: string]> = new Map([
  ["BIGINT", ["bq_to_int64", "bq_safe_to_int64"]],
  ["DECIMAL(38,9)", ["bq_to_numeric", "bq_safe_to_numeric"]],
  ["BOOLEAN", ["bq_to_bool", "bq_safe_to_bool"]],
  ["VARCHAR", ["bq_to_string", "bq_to_string"]],
  ["DATE", ["bq_to_date", "bq_safe_to_date"]],
  ["TIMESTAMP", ["bq_to_datetime", "bq_safe_to_datetime"]],
  ["TIMESTAMPTZ", ["bq_to_timestamp", "bq_safe_to_timestamp"]],
]);

const cast =
  (safe: boolean): Rule =>
  (cursor) =>
    cursor.parenthesised((inner) => castInside(inner, safe));

const castInside = (cursor: Cursor, safe: boolean): string => {
  const value = cursor.expression();
  cursor.expectWords("as");
  const type = typeName(cursor);
  const macro = casts.get(type)?.[safe ? 1 : 0];
  if (macro !== undefined) return `${macro}(${value})`;
  return `${safe ? "TRY_CAST" : "CAST"}(${value} AS ${type})`;
};

export const castForms: ReadonlyMap<string, Rule> = new Map([
  ["cast", cast(false)],
  ["safe_cast", cast(true)],
]);
