import { lex } from "../../infra/googlesql/lexer.ts";
import type { Param } from "../../shared/ports.ts";

type ParameterType = Param["type"];

/** The parameters that a file declares in its first comments: `-- @dates array<date>, @min_date date`. */
export const parameterTypes = (sqlText: string): ReadonlyMap<string, ParameterType> => {
  const declared = new Map<string, ParameterType>();
  for (const line of leadingComments(sqlText).filter((comment) => comment.startsWith("@"))) {
    for (const declaration of line.split(",")) {
      const [, name, type] = /^@(\w+)\s+(\S+)$/.exec(declaration.trim()) ?? [];
      const known = types.find((candidate) => candidate === type?.toUpperCase());
      if (name === undefined || known === undefined) {
        throw new Error(`cannot read the parameter declaration "${declaration.trim()}": write "@name type"`);
      }
      declared.set(name, known);
    }
  }
  return declared;
};

const leadingComments = (sqlText: string): string[] => {
  const tokens = lex(sqlText);
  const start = tokens.findIndex(({ kind }) => kind !== "space" && kind !== "comment");
  return tokens
    .slice(0, start === -1 ? tokens.length : start)
    .filter(({ kind }) => kind === "comment")
    .map(({ text }) => text.replace(/^(?:--|#)/, "").trim());
};

const types: readonly ParameterType[] = [
  ...(["STRING", "INT64", "FLOAT64", "NUMERIC", "BOOL", "DATE", "DATETIME", "TIMESTAMP"] as const),
  ...(["ARRAY<DATE>", "ARRAY<STRING>"] as const),
];
