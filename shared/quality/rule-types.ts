import type { ColumnType } from "../ports.ts";
import type { Expression } from "./rule-expression.ts";

type Kind = "number" | "text" | "true or false" | "DATE" | "DATETIME" | "TIMESTAMP";

const kinds: Readonly<Record<ColumnType, Kind>> = {
  STRING: "text",
  INT64: "number",
  FLOAT64: "number",
  NUMERIC: "number",
  BOOL: "true or false",
  DATE: "DATE",
  DATETIME: "DATETIME",
  TIMESTAMP: "TIMESTAMP",
};

export type ColumnTypes = ReadonlyMap<string, ColumnType>;

/** Throws if the rule does not fit the columns: both engines must accept what a contract states. */
export const assertRule = (rule: Expression, columns: ColumnTypes): void =>
  expect(rule, "true or false", columns);

/** Throws if the expression is no number over these columns. */
export const assertNumber = (part: Expression, columns: ColumnTypes): void => expect(part, "number", columns);

const expect = (part: Expression, wanted: Kind, columns: ColumnTypes): void => {
  const found = kindOf(part, columns);
  if (found !== wanted) throw new Error(`${nameOf(part)} is ${found}, where ${wanted} is needed`);
};

const kindOf = (part: Expression, columns: ColumnTypes): Kind => {
  switch (part.is) {
    case "column": {
      const type = columns.get(part.name);
      if (type === undefined) throw new Error(`"${part.name}" is not a column of the feed`);
      return kinds[type];
    }
    case "number":
    case "text":
      return part.is;
    case "call":
      for (const given of part.given) expect(given, part.name === "abs" ? "number" : "text", columns);
      return part.name === "starts_with" ? "true or false" : "number";
    case "missing":
      kindOf(part.of, columns);
      return "true or false";
    case "not":
      expect(part.of, "true or false", columns);
      return "true or false";
    case "joined":
      return joinedKind(part, columns);
  }
};

const joinedKind = (
  { by, left, right }: Extract<Expression, { is: "joined" }>,
  columns: ColumnTypes,
): Kind => {
  if (by === "and" || by === "or") {
    for (const side of [left, right]) expect(side, "true or false", columns);
    return "true or false";
  }
  if (["+", "-", "*"].includes(by)) {
    for (const side of [left, right]) expect(side, "number", columns);
    return "number";
  }
  expect(right, kindOf(left, columns), columns);
  return "true or false";
};

const nameOf = (part: Expression): string =>
  part.is === "column"
    ? part.name
    : part.is === "number" || part.is === "text"
      ? `'${part.text}'`
      : "a part of it";
