/** A check as every tool can spell it. Each row of the made file breaks at most one. */
export type BenchCheck = { readonly column: string } & (
  | { readonly is: "required" | "unique" }
  | { readonly is: "minimum" | "exclusiveMinimum" | "maximum"; readonly limit: string }
  | { readonly is: "maxLength"; readonly limit: number }
  | { readonly is: "validValues"; readonly words: readonly string[] }
  | { readonly is: "pattern"; readonly pattern: string }
  /** Not less than another column. */
  | { readonly is: "atLeast"; readonly other: string }
);

export type BenchType = "STRING" | "DATE" | "INT64" | "NUMERIC";

export const columns: Readonly<Record<string, BenchType>> = {
  line_id: "STRING",
  order_no: "STRING",
  day: "DATE",
  customer: "STRING",
  country: "STRING",
  currency: "STRING",
  channel: "STRING",
  status: "STRING",
  quantity: "INT64",
  price: "NUMERIC",
  discount: "NUMERIC",
  tax: "NUMERIC",
  email: "STRING",
  postcode: "STRING",
  paid_on: "DATE",
  shipped_on: "DATE",
  weight: "NUMERIC",
  refund_limit: "NUMERIC",
};

const required = (column: string): BenchCheck => ({ column, is: "required" });
const minimum = (column: string, limit: string): BenchCheck => ({ column, is: "minimum", limit });
const maximum = (column: string, limit: string): BenchCheck => ({ column, is: "maximum", limit });
const longest = (column: string, limit: number): BenchCheck => ({ column, is: "maxLength", limit });
const oneOf = (column: string, ...words: string[]): BenchCheck => ({ column, is: "validValues", words });
const like = (column: string, pattern: string): BenchCheck => ({ column, is: "pattern", pattern });

export const checks: readonly BenchCheck[] = [
  { column: "line_id", is: "unique" },
  ...["line_id", "order_no", "day", "country", "currency", "channel", "status"].map(required),
  ...["quantity", "price", "tax", "postcode"].map(required),
  like("line_id", "L[0-9]{8}"),
  like("order_no", "[A-Z]{2}-[0-9]{6,9}"),
  longest("order_no", 10),
  minimum("day", "2024-01-01"),
  maximum("day", "2024-12-31"),
  like("customer", "C[0-9]{5,9}"),
  longest("customer", 8),
  oneOf("country", "GB", "DE", "FR", "NL", "IT", "ES", "IE", "PT"),
  oneOf("currency", "GBP", "EUR"),
  oneOf("channel", "shop", "web", "phone"),
  oneOf("status", "paid", "open", "returned"),
  minimum("quantity", "-1000"),
  maximum("quantity", "1000"),
  { column: "price", is: "exclusiveMinimum", limit: "0" },
  maximum("price", "10000"),
  minimum("discount", "0"),
  maximum("discount", "1"),
  minimum("tax", "0"),
  maximum("tax", "0.5"),
  like("email", "[a-z0-9.]+@[a-z0-9.]+"),
  longest("email", 40),
  like("postcode", "[A-Z][0-9]{1,2} [0-9][A-Z]{2}"),
  maximum("paid_on", "2025-12-31"),
  maximum("shipped_on", "2025-12-31"),
  minimum("weight", "0"),
  { column: "paid_on", is: "atLeast", other: "day" },
  { column: "shipped_on", is: "atLeast", other: "day" },
  { column: "refund_limit", is: "atLeast", other: "price" },
];

export const nameOf = ({ column, is }: BenchCheck): string => `${column} ${is}`;
