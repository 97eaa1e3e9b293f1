type Write = (given: readonly string[]) => string;

/** How an ordinary GoogleSQL function is written in DuckDB. Functions that are not listed are refused. */
const written = (least: number, most: number, write: Write) => ({ least, most, write });
type KnownFunction = ReturnType<typeof written>;

const mapsTo = (name: string, least: number, most = least): KnownFunction =>
  written(least, most, (given) => `${name}(${given.join(", ")})`);

/** Functions of the same name and meaning in both engines. */
const sameIn = (names: string, least: number, most = least): [string, KnownFunction][] =>
  names.split(" ").map((name) => [name, mapsTo(name, least, most)]);

const any = Number.POSITIVE_INFINITY;

/** GoogleSQL returns NULL if any value is NULL; DuckDB ignores NULL values. */
const extreme = (name: string): KnownFunction =>
  written(1, any, (given) => {
    const missing = given.map((value) => `(${value}) IS NULL`).join(" OR ");
    return `CASE WHEN ${missing} THEN NULL ELSE ${name}(${given.join(", ")}) END`;
  });

const padding = (name: string): KnownFunction =>
  written(2, 3, ([text, length, fill = "' '"]) => `${name}(${text}, CAST(${length} AS INTEGER), ${fill})`);

const trimming = (name: string): KnownFunction =>
  written(1, 2, ([text, of = "bq_spaces()"]) => `${name}(${text}, ${of})`);

export const functions: ReadonlyMap<string, KnownFunction> = new Map([
  // conditions
  ["coalesce", mapsTo("COALESCE", 1, any)],
  ["ifnull", mapsTo("COALESCE", 2)],
  ["nullif", mapsTo("NULLIF", 2)],
  ["if", written(3, 3, ([test, yes, no]) => `CASE WHEN ${test} THEN ${yes} ELSE ${no} END`)],
  ["greatest", extreme("greatest")],
  ["least", extreme("least")],
  ["is_nan", mapsTo("isnan", 1)],
  ["is_inf", mapsTo("isinf", 1)],

  // numbers
  ...sameIn("abs ceil floor sqrt ln log10 cbrt sin cos tan asin acos atan tanh", 1),
  ...sameIn("round trunc", 1, 2),
  ["sign", mapsTo("bq_sign", 1)],
  ["ceiling", mapsTo("ceil", 1)],
  ["mod", mapsTo("bq_mod", 2)],
  ["div", mapsTo("bq_div", 2)],
  ["safe_divide", mapsTo("bq_safe_divide", 2)],
  ["ieee_divide", mapsTo("bq_ieee_divide", 2)],
  ["pow", mapsTo("bq_pow", 2)],
  ["power", mapsTo("bq_pow", 2)],
  ["safe.pow", mapsTo("bq_safe_pow", 2)],
  ["safe.power", mapsTo("bq_safe_pow", 2)],
  ["safe.exp", mapsTo("bq_safe_exp", 1)],
  ["exp", written(1, 1, ([power]) => `bq_finite(exp(${power}))`)],
  ["log", written(1, 2, ([value, base]) => (base === undefined ? `ln(${value})` : `log(${base}, ${value})`))],
  ["atan2", mapsTo("atan2", 2)],

  // strings
  ["concat", written(1, any, (given) => `(${given.join(" || ")})`)],
  ...sameIn("upper lower length reverse", 1),
  ...sameIn("repeat strpos starts_with ends_with left right", 2),
  ["char_length", mapsTo("length", 1)],
  ["replace", mapsTo("replace", 3)],
  ["lpad", padding("lpad")],
  ["rpad", padding("rpad")],
  ["substr", written(2, 3, (given) => `bq_substr${given.length}(${given.join(", ")})`)],
  ["trim", trimming("trim")],
  ["ltrim", trimming("ltrim")],
  ["rtrim", trimming("rtrim")],
  ["split", written(1, 2, ([text, by = "','"]) => `string_split(${text}, ${by})`)],
  ["regexp_contains", mapsTo("regexp_matches", 2)],
  ["regexp_replace", mapsTo("bq_regexp_replace", 3)],

  // arrays
  ["array_length", mapsTo("len", 1)],
  ["array_concat", mapsTo("list_concat", 2, any)],
  ["array_reverse", mapsTo("list_reverse", 1)],
  ["array_to_string", mapsTo("array_to_string", 2)],
  ["generate_array", mapsTo("generate_series", 2, 3)],
  ["range_bucket", mapsTo("bq_range_bucket", 2)],

  // days and moments as numbers
  ["unix_date", mapsTo("bq_unix_date", 1)],
  ["date_from_unix_date", mapsTo("bq_date_from_unix_date", 1)],
  ["unix_seconds", mapsTo("bq_unix_seconds", 1)],
  ["unix_millis", mapsTo("epoch_ms", 1)],
  ["timestamp_seconds", mapsTo("bq_timestamp_seconds", 1)],
  ["timestamp_millis", mapsTo("bq_timestamp_millis", 1)],
]);
