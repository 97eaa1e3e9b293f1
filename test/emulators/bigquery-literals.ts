import { lex } from "../../infra/googlesql/lexer.ts";

export interface QueryParameter {
  readonly name: string;
  readonly parameterType: { readonly type: string; readonly arrayType?: { readonly type: string } };
  readonly parameterValue: {
    readonly value?: string;
    readonly arrayValues?: readonly { readonly value: string }[];
  };
}

/** The emulator does not read parameters' types: each parameter becomes a typed literal in its place. */
export const withLiterals = (sql: string, parameters: readonly QueryParameter[]): string => {
  const literals = new Map(parameters.map((parameter) => [`@${parameter.name}`, literalOf(parameter)]));
  return lex(sql)
    .map(({ kind, text }) => (kind === "parameter" ? (literals.get(text) ?? text) : text))
    .join("");
};

const literalOf = ({ parameterType, parameterValue }: QueryParameter): string => {
  const element = parameterType.arrayType?.type;
  if (element === undefined) return literal(parameterType.type, parameterValue.value);
  const values = parameterValue.arrayValues ?? [];
  return `array<${element}>[${values.map(({ value }) => literal(element, value)).join(", ")}]`;
};

const literal = (type: string, value: string | undefined): string => {
  if (value === undefined) return `cast(null as ${type})`;
  return type === "STRING" ? JSON.stringify(value) : `cast('${value}' as ${type})`;
};
