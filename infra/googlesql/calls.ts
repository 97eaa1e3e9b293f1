import { aggregateCall, aggregates, callArguments } from "./aggregates.ts";
import type { Cursor, Rule } from "./cursor.ts";
import { dateForms } from "./dates.ts";
import { functions } from "./functions.ts";
import type { Token } from "./lexer.ts";
import { quoteString, stringValue } from "./literals.ts";
import { identifier } from "./names.ts";
import { typeName } from "./types.ts";

/** A call of a known function. The cursor is at its name. */
export const call: Rule = (cursor) => {
  const token = cursor.take();
  const name = token.text.toLowerCase();
  if (name === "safe") return safeCall(cursor);
  const form = forms.get(name);
  if (form !== undefined) return form(cursor);
  const aggregate = aggregates.get(name);
  if (aggregate !== undefined) return aggregateCall(cursor, token, aggregate);
  return plainCall(cursor, token);
};

const plainCall = (cursor: Cursor, token: Token): string => {
  const known = functions.get(token.text.toLowerCase());
  if (known === undefined) throw cursor.unsupported(`function ${token.text}`, token);
  const given = cursor.parenthesised(callArguments);
  if (given.length < known.least || given.length > known.most) {
    throw cursor.unsupported(`${token.text} with ${given.length} arguments`, token);
  }
  return known.write(given);
};

/** SAFE.f(…) returns NULL if f fails. */
const safeCall: Rule = (cursor) => {
  cursor.expectSymbol(".");
  const token = cursor.take();
  const name = `safe.${token.text.toLowerCase()}`;
  const form = forms.get(name);
  if (form !== undefined) return form(cursor);
  if (safeMathematics.has(name)) return `TRY(${plainCall(cursor, token)})`;
  // TRY cannot catch an error that a macro raises.
  if (safeMacros.has(name)) return plainCall(cursor, { ...token, text: name });
  throw cursor.unsupported(`function SAFE.${token.text}`, token);
};

const safeMathematics: ReadonlySet<string> = new Set(["safe.ln", "safe.log", "safe.log10", "safe.sqrt"]);

const safeMacros: ReadonlySet<string> = new Set(["safe.pow", "safe.power", "safe.exp"]);

const struct: Rule = (cursor) => {
  const fields = cursor.parenthesised((inner) => inner.list(structField));
  return `{${fields.join(", ")}}`;
};

const structField: Rule = (cursor) => {
  const token = cursor.peek();
  const value = cursor.expression();
  if (cursor.skipWords("as")) return `${quoteString(identifier(cursor))}: ${value}`;
  const column = /^(?:"[^"]+"\.)*"([^"]+)"$/.exec(value)?.[1];
  if (column === undefined) throw cursor.unsupported("STRUCT field without a name", token);
  return `${quoteString(column)}: ${value}`;
};

/** TO_HEX is supported for hashes only, because the BYTES type is not. */
const hexadecimal: Rule = (cursor) =>
  cursor.parenthesised((inner) => {
    const hash = inner.take();
    const name = hash.text.toLowerCase();
    if (name !== "md5" && name !== "sha256") {
      throw inner.unsupported("TO_HEX of a value other than MD5 or SHA256", hash);
    }
    return `${name}(${inner.parenthesised((argument) => argument.expression())})`;
  });

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
    cursor.parenthesised((inner) => {
      const value = inner.expression();
      inner.expectWords("as");
      const type = typeName(inner);
      const macro = casts.get(type)?.[safe ? 1 : 0];
      return macro === undefined
        ? `${safe ? "TRY_CAST" : "CAST"}(${value} AS ${type})`
        : `${macro}(${value})`;
    });

/** GoogleSQL returns the pattern's group if there is one, else the whole match; DuckDB needs the group number. */
const patternExtraction =
  (name: string): Rule =>
  (cursor) =>
    cursor.parenthesised((inner) => {
      const text = inner.expression();
      inner.expectSymbol(",");
      const token = inner.peek();
      const pattern = stringValue(inner);
      const groups = capturingGroups(pattern);
      if (groups > 1) throw inner.unsupported("more than one group in a pattern to extract", token);
      return `${name}(${text}, ${quoteString(pattern)}, ${groups})`;
    });

const capturingGroups = (pattern: string): number => {
  const withoutEscapesAndClasses = pattern.replace(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]/g, "");
  return withoutEscapesAndClasses.match(/\((?!\?)|\(\?P?</g)?.length ?? 0;
};

const forms: ReadonlyMap<string, Rule> = new Map([
  ...dateForms,
  ["cast", cast(false)],
  ["safe_cast", cast(true)],
  ["regexp_extract", patternExtraction("bq_regexp_extract")],
  ["regexp_extract_all", patternExtraction("regexp_extract_all")],
  ["struct", struct],
  ["to_hex", hexadecimal],
]);
