import { aggregateCall, aggregates, callArguments } from "./aggregates.ts";
import { castForms } from "./casts.ts";
import type { Cursor, Rule } from "./cursor.ts";
import { dateForms } from "./dates.ts";
import { functions } from "./functions.ts";
import type { Token } from "./lexer.ts";
import { quoteString } from "./literals.ts";
import { identifier } from "./names.ts";
import { regularExpressionForms } from "./regular-expressions.ts";

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

const forms: ReadonlyMap<string, Rule> = new Map([
  ...castForms,
  ...dateForms,
  ...regularExpressionForms,
  ["struct", struct],
  ["to_hex", hexadecimal],
]);
