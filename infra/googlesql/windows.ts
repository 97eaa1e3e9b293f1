import type { Cursor, Rule } from "./cursor.ts";
import { columnName } from "./names.ts";

/** `a, b desc, c nulls last` */
export const orderItems: Rule = (cursor) =>
  cursor.list((item) => ordered(item, (key) => key.expression())).join(", ");

export const ordered = (cursor: Cursor, key: Rule): string => {
  const pieces = [key(cursor)];
  const direction = ["asc", "desc"].find((word) => cursor.skipWords(word));
  if (direction !== undefined) pieces.push(direction.toUpperCase());
  const nulls = ["first", "last"].find((word) => cursor.skipWords("nulls", word));
  if (nulls !== undefined) pieces.push(`NULLS ${nulls.toUpperCase()}`);
  return pieces.join(" ");
};

/** Reads OVER if the call has one; returns " OVER …" or "". */
export const over: Rule = (cursor) => {
  if (!cursor.skipWords("over")) return "";
  return ` OVER ${cursor.atSymbol("(") ? windowSpecification(cursor) : columnName(cursor)}`;
};

/** `w as (partition by …), v as (w order by …)` */
export const namedWindows: Rule = (cursor) => cursor.list(namedWindow).join(", ");

const namedWindow: Rule = (cursor) => {
  const name = columnName(cursor);
  cursor.expectWords("as");
  return `${name} AS ${windowSpecification(cursor)}`;
};

const windowSpecification: Rule = (cursor) =>
  cursor.parenthesised((inner) => {
    const pieces: string[] = [];
    const startsClause = inner.atSymbol(")") || windowClauses.some((word) => inner.atWords(word));
    if (!startsClause) pieces.push(columnName(inner));
    if (inner.skipWords("partition", "by")) {
      pieces.push(`PARTITION BY ${inner.list((key) => key.expression()).join(", ")}`);
    }
    if (inner.skipWords("order", "by")) pieces.push(`ORDER BY ${orderItems(inner)}`);
    const unit = ["rows", "range"].find((word) => inner.skipWords(word));
    if (unit !== undefined) pieces.push(`${unit.toUpperCase()} ${frame(inner)}`);
    return `(${pieces.join(" ")})`;
  });

const windowClauses = ["partition", "order", "rows", "range"];

const frame: Rule = (cursor) => {
  if (!cursor.skipWords("between")) return bound(cursor);
  const first = bound(cursor);
  cursor.expectWords("and");
  return `BETWEEN ${first} AND ${bound(cursor)}`;
};

const bound: Rule = (cursor) => {
  if (cursor.skipWords("current", "row")) return "CURRENT ROW";
  const distance = cursor.skipWords("unbounded") ? "UNBOUNDED" : cursor.expression();
  return `${distance} ${side(cursor)}`;
};

const side = (cursor: Cursor): string => {
  if (cursor.skipWords("preceding")) return "PRECEDING";
  cursor.expectWords("following");
  return "FOLLOWING";
};
