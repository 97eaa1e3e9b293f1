/** Where a piece of a formula stands, for messages. Offsets count from the start of the formula's text. */
export interface Place {
  readonly at: number;
  /** The token as it was written. */
  readonly token: string;
}

export type RowFunction = "hour" | "weekday" | "abs";
export type Total = "sum" | "count" | "count_distinct" | "avg" | "min" | "max";
/**
 * How a value is spread over those of a column: the share of the largest N in the total, the sum of the squared shares, or
 * the share of those that have at least N different values.
 */
export type Spread = "top_share" | "concentration" | "repeated_share";
export type Arithmetic = "+" | "-" | "*" | "/";
export type Comparison = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** A formula as it was parsed: names are not resolved yet, so `name` is a column or another KPI. */
export type Node = Place &
  (
    | { readonly kind: "number"; readonly value: string }
    | { readonly kind: "text"; readonly value: string }
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "negative"; readonly of: Node }
    | {
        readonly kind: "arithmetic";
        readonly operator: Arithmetic;
        readonly left: Node;
        readonly right: Node;
      }
    | {
        readonly kind: "comparison";
        readonly operator: Comparison;
        readonly left: Node;
        readonly right: Node;
      }
    | {
        readonly kind: "in";
        readonly value: Node;
        readonly options: readonly Node[];
        readonly negated: boolean;
      }
    | { readonly kind: "missing"; readonly value: Node; readonly negated: boolean }
    | { readonly kind: "logic"; readonly operator: "and" | "or"; readonly left: Node; readonly right: Node }
    | { readonly kind: "not"; readonly of: Node }
    | { readonly kind: "call"; readonly name: RowFunction; readonly argument: Node }
    | TotalNode
    | SpreadNode
  );

export type ArithmeticNode = Place & {
  readonly kind: "arithmetic";
  readonly operator: Arithmetic;
  readonly left: Node;
  readonly right: Node;
};

/** `sum(net where quantity > 0)`. Without `of` it counts rows. */
export type TotalNode = Place & {
  readonly kind: "total";
  readonly name: Total;
  readonly of?: Node;
  readonly where?: Node;
};

/** `top_share(20, gross by stock_code where …)`. */
export type SpreadNode = Place & {
  readonly kind: "spread";
  readonly name: Spread;
  /** N; a concentration has none. */
  readonly n?: number;
  readonly of: Node;
  readonly by: Node;
  readonly where?: Node;
};

/** Whether totals that are combined so stay a NUMERIC. A product of two large totals would overflow it. */
export const staysExact = ({ operator, left, right }: ArithmeticNode): boolean =>
  operator !== "*" || left.kind === "number" || right.kind === "number";

export type Aggregate = TotalNode | SpreadNode;

/** The nodes directly below a node. */
export const childrenOf = (node: Node): readonly Node[] => {
  switch (node.kind) {
    case "number":
    case "text":
    case "name":
      return [];
    case "negative":
    case "not":
      return [node.of];
    case "arithmetic":
    case "comparison":
    case "logic":
      return [node.left, node.right];
    case "in":
      return [node.value, ...node.options];
    case "missing":
      return [node.value];
    case "call":
      return [node.argument];
    case "total":
      return [node.of, node.where].filter((child) => child !== undefined);
    case "spread":
      return [node.of, node.by, node.where].filter((child) => child !== undefined);
  }
};

/** The same node over changed children. */
export const withChildren = (node: Node, change: (child: Node) => Node): Node => {
  if (childrenOf(node).length === 0) return node;
  switch (node.kind) {
    case "negative":
    case "not":
      return { ...node, of: change(node.of) };
    case "arithmetic":
    case "comparison":
    case "logic":
      return { ...node, left: change(node.left), right: change(node.right) };
    case "in":
      return { ...node, value: change(node.value), options: node.options.map(change) };
    case "missing":
      return { ...node, value: change(node.value) };
    case "call":
      return { ...node, argument: change(node.argument) };
    case "total":
      return {
        ...node,
        ...(node.of && { of: change(node.of) }),
        ...(node.where && { where: change(node.where) }),
      };
    case "spread":
      return {
        ...node,
        of: change(node.of),
        by: change(node.by),
        ...(node.where && { where: change(node.where) }),
      };
    default:
      return node;
  }
};

/** Every aggregate of a formula, in the order of the text. Aggregates are never nested. */
export const aggregatesIn = (node: Node): readonly Aggregate[] =>
  node.kind === "total" || node.kind === "spread" ? [node] : childrenOf(node).flatMap(aggregatesIn);

/** The names that a formula uses, each once. */
export const namesIn = (node: Node): readonly string[] => [
  ...new Set(node.kind === "name" ? [node.name] : childrenOf(node).flatMap(namesIn)),
];
