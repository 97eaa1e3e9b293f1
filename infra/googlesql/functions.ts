/** How an ordinary function of GoogleSQL is written in DuckDB. What is not here is refused. */
export interface KnownFunction {
  readonly least: number;
  readonly most: number;
  readonly write: (given: readonly string[]) => string;
}

const called = (name: string, least: number, most = least): KnownFunction => ({
  least,
  most,
  write: (given) => `${name}(${given.join(", ")})`,
});

const written = (least: number, most: number, write: KnownFunction["write"]): KnownFunction => ({
  least,
  most,
  write,
});

const any = Number.POSITIVE_INFINITY;

/** A NULL among the values makes the answer NULL; DuckDB would pass over it. */
const extreme = (name: string): KnownFunction =>
  written(1, any, (given) => {
    const missing = given.map((value) => `(${value}) IS NULL`).join(" OR ");
    return `CASE WHEN ${missing} THEN NULL ELSE ${name}(${given.join(", ")}) END`;
  });

export const functions: ReadonlyMap<string, KnownFunction> = new Map([
  // conditions
  ["coalesce", called("COALESCE", 1, any)],
  ["ifnull", called("COALESCE", 2)],
  ["nullif", called("NULLIF", 2)],
  ["if", written(3, 3, ([test, yes, no]) => `CASE WHEN ${test} THEN ${yes} ELSE ${no} END`)],
  ["greatest", extreme("greatest")],
  ["least", extreme("least")],
  ["is_nan", called("isnan", 1)],
  ["is_inf", called("isinf", 1)],

  // numbers
  ["abs", called("abs", 1)],
  ["sign", called("bq_sign", 1)],
  ["round", called("round", 1, 2)],
  ["trunc", called("trunc", 1, 2)],
  ["ceil", called("ceil", 1)],
  ["ceiling", called("ceil", 1)],
  ["floor", called("floor", 1)],
  ["mod", called("bq_mod", 2)],
  ["div", called("bq_div", 2)],
  ["safe_divide", called("bq_safe_divide", 2)],
  ["ieee_divide", called("bq_ieee_divide", 2)],
  ["pow", called("bq_pow", 2)],
  ["power", called("bq_pow", 2)],
  ["safe.pow", called("bq_safe_pow", 2)],
  ["safe.power", called("bq_safe_pow", 2)],
  ["safe.exp", called("bq_safe_exp", 1)],
  ["sqrt", called("sqrt", 1)],
  ["exp", written(1, 1, ([power]) => `bq_finite(exp(${power}))`)],
  ["ln", called("ln", 1)],
  ["log10", called("log10", 1)],
  ["log", written(1, 2, ([value, base]) => (base === undefined ? `ln(${value})` : `log(${base}, ${value})`))],
  ...["cbrt", "sin", "cos", "tan", "asin", "acos", "atan", "tanh"].map((name): [string, KnownFunction] => [
    name,
    called(name, 1),
  ]),
  ["atan2", called("atan2", 2)],

  // strings
  ["concat", written(1, any, (given) => `(${given.join(" || ")})`)],
  ["upper", called("upper", 1)],
  ["lower", called("lower", 1)],
  ["length", called("length", 1)],
  ["char_length", called("length", 1)],
  ["reverse", called("reverse", 1)],
  ["replace", called("replace", 3)],
  ["repeat", called("repeat", 2)],
  ["strpos", called("strpos", 2)],
  ["starts_with", called("starts_with", 2)],
  ["ends_with", called("ends_with", 2)],
  ["left", called("left", 2)],
  ["right", called("right", 2)],
  [
    "lpad",
    written(2, 3, ([text, length, fill = "' '"]) => `lpad(${text}, CAST(${length} AS INTEGER), ${fill})`),
  ],
  [
    "rpad",
    written(2, 3, ([text, length, fill = "' '"]) => `rpad(${text}, CAST(${length} AS INTEGER), ${fill})`),
  ],
  ["substr", written(2, 3, (given) => `bq_substr${given.length}(${given.join(", ")})`)],
  ["trim", written(1, 2, ([text, of = "bq_spaces()"]) => `trim(${text}, ${of})`)],
  ["ltrim", written(1, 2, ([text, of = "bq_spaces()"]) => `ltrim(${text}, ${of})`)],
  ["rtrim", written(1, 2, ([text, of = "bq_spaces()"]) => `rtrim(${text}, ${of})`)],
  ["split", written(1, 2, ([text, by = "','"]) => `string_split(${text}, ${by})`)],
  ["regexp_contains", called("regexp_matches", 2)],
  ["regexp_replace", called("bq_regexp_replace", 3)],

  // arrays
  ["array_length", called("len", 1)],
  ["array_concat", called("list_concat", 2, any)],
  ["array_reverse", called("list_reverse", 1)],
  ["array_to_string", called("array_to_string", 2)],
  ["generate_array", called("generate_series", 2, 3)],
  ["range_bucket", called("bq_range_bucket", 2)],

  // days and moments as numbers
  ["unix_date", called("bq_unix_date", 1)],
  ["date_from_unix_date", called("bq_date_from_unix_date", 1)],
  ["unix_seconds", called("bq_unix_seconds", 1)],
  ["unix_millis", called("epoch_ms", 1)],
  ["timestamp_seconds", called("bq_timestamp_seconds", 1)],
  ["timestamp_millis", called("bq_timestamp_millis", 1)],
]);
