/**
 * A condition over the columns of one row, as a contract states it: `paid_on >= issued_on`, `not starts_with(invoice_no,
 * 'C') or quantity < 0`, `abs(quantity * unit_price) < 100000`. It knows columns, numbers, 'text', + - *, comparisons,
 * `is null`, and, or, not, abs, length and starts_with, and nothing else.
 */
export type Expression =
  | { readonly is: "column"; readonly name: string }
  | { readonly is: "number" | "text"; readonly text: string }
  | { readonly is: "call"; readonly name: string; readonly given: readonly Expression[] }
  | { readonly is: "missing"; readonly of: Expression; readonly negated: boolean }
  | { readonly is: "not"; readonly of: Expression }
  | {
      readonly is: "joined";
      readonly by: string;
      readonly left: Expression;
      readonly right: Expression;
    };

export const columnsIn = (expression: Expression): readonly string[] => {
  switch (expression.is) {
    case "column":
      return [expression.name];
    case "number":
    case "text":
      return [];
    case "call":
      return expression.given.flatMap(columnsIn);
    case "missing":
    case "not":
      return columnsIn(expression.of);
    case "joined":
      return [...columnsIn(expression.left), ...columnsIn(expression.right)];
  }
};

/** How one engine writes what both do not write alike. */
export interface RuleDialect {
  column(name: string): string;
  number(text: string): string;
  text(text: string): string;
}

/** The expression as SQL. Every part is in parentheses, so that no precedence can differ. */
export const ruleSql = (expression: Expression, dialect: RuleDialect): string => {
  const inner = (part: Expression) => ruleSql(part, dialect);
  switch (expression.is) {
    case "column":
      return dialect.column(expression.name);
    case "number":
      return dialect.number(expression.text);
    case "text":
      return dialect.text(expression.text);
    case "call":
      return `${expression.name}(${expression.given.map(inner).join(", ")})`;
    case "missing":
      return `(${inner(expression.of)} is ${expression.negated ? "not " : ""}null)`;
    case "not":
      return `(not ${inner(expression.of)})`;
    case "joined":
      return `(${inner(expression.left)} ${expression.by} ${inner(expression.right)})`;
  }
};
