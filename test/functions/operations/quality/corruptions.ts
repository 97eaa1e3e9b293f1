/** What a corruption writes into one row, and the rule, column and value that the report must name. */
export interface Corruption {
  readonly cells: Readonly<Record<string, string>>;
  readonly rule: string;
  readonly column: string | null;
  readonly value: string | null;
}

const cell = (column: string, rule: string, ...values: readonly string[]): Corruption[] =>
  values.map((value) => ({
    cells: { [column]: value },
    rule,
    column,
    value: value === "" ? null : column === "email" ? "(masked)" : value,
  }));

/** Sixty and more, each on its own: only one cell of one row is wrong, or two where a rule needs both. */
export const corruptions: readonly Corruption[] = [
  ...cell("order_id", "required", "", "NULL", "n/a").map((one) => ({ ...one, value: null })),
  ...cell("order_id", "pattern", "X1", "o000001", "O00001", "O0000012", "0000017"),
  ...cell("ordered_on", "required", ""),
  ...cell("ordered_on", "not_a_date", "2024-02-30", "31/12/2024", "yesterday", "2024-13-01", "45292"),
  ...cell("ordered_on", "minimum", "1999-12-31"),
  ...cell("ordered_on", "maximum", "2100-01-01"),
  ...cell("item", "required", ""),
  ...cell("item", "unknown_reference", "I999", "i1", "I01"),
  ...cell("quantity", "required", ""),
  ...cell("quantity", "not_a_whole_number", "1.5", "one", "1e3", "12 pcs", "--1"),
  ...cell("price", "required", ""),
  ...cell("price", "not_a_number", "free", "£5", "NaN", "1e400", "5.0.0"),
  ...cell("discount", "minimum", "-0.01"),
  ...cell("discount", "maximum", "0.81", "1.2", "15"),
  ...cell("discount", "not_a_number", "15%"),
  ...cell("currency", "required", ""),
  ...cell("currency", "currency", "GB", "XXX", "£", "gbp"),
  { cells: { currency: "JPY", fee: "1.5" }, rule: "whole_units", column: "fee", value: "1.5" },
  ...cell("weight", "not_a_number", "heavy", "inf"),
  ...cell("weight", "minimum", "-0.1"),
  ...cell("weight", "maximum", "100.1"),
  ...cell("channel", "valid_values", "Fax", "web", "Wap"),
  ...cell("note", "max_length", "x".repeat(21)),
  ...cell("gift", "not_true_or_false", "maybe", "2"),
  ...cell("shipped_on", "not_a_date", "soon"),
  {
    cells: { shipped_on: "2023-01-01" },
    rule: "shipped_after_order",
    column: "shipped_on",
    value: "2023-01-01",
  },
  ...cell("placed_at", "not_a_time", "2024-01-01T25:00:00Z", "noon"),
  ...cell("seen_at", "not_a_time", "2024-01-01T10:61:00", "10:00"),
  ...cell("email", "pattern", "nobody", "a@b@c", "a b@c"),
  ...cell("age", "minimum", "-3", "15"),
  ...cell("age", "maximum", "300"),
  ...cell("age", "not_a_whole_number", "forty"),
  { cells: { total: "1.01" }, rule: "total_is_sum", column: "total", value: "1.01" },
  { cells: { quantity: "0", total: "0" }, rule: "minimum", column: "quantity", value: "0" },
  { cells: { quantity: "51", total: "" }, rule: "maximum", column: "quantity", value: "51" },
  { cells: { price: "0", total: "0" }, rule: "exclusive_minimum", column: "price", value: "0" },
  { cells: { price: "-0.01", total: "" }, rule: "exclusive_minimum", column: "price", value: "-0.01" },
  { cells: { price: "5000.01", total: "" }, rule: "maximum", column: "price", value: "5000.01" },
  { cells: { note: "bell\u0007" }, rule: "control_character", column: "note", value: "bell" },
  { cells: { age: "40,more" }, rule: "field_count", column: null, value: "19" },
];
