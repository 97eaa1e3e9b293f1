import type { Snippet } from "./snippet.ts";

export const numbers: readonly Snippet[] = [
  {
    name: "reads every form of a number",
    sql: "select 1, 1.5, 0xff, 1e3, .5, 5., -2, - -3, +4, 5--3",
    rows: [[1, 1.5, 255, 1000, 0.5, 5, -2, 3, 4, 5]],
  },
  {
    name: "multiplies before it adds and reads from left to right",
    sql: "select 1 + 2 * 3, (1 + 2) * 3, 10 - 2 - 3, 8 / 4 / 2",
    rows: [[7, 9, 5, 1]],
  },
  { name: "divides integers into fractions", sql: "select 7 / 2, 6 / 3, -7 / 2", rows: [[3.5, 2, -3.5]] },
  { name: "fails on a division by zero", sql: "select x / y from (select 1 as x, 0 as y)", fails: true },
  { name: "fails on a remainder of zero", sql: "select mod(1, 0)", fails: true },
  { name: "fails on a whole division by zero", sql: "select div(1, 0)", fails: true },
  { name: "fails where an integer overflows", sql: "select 9223372036854775807 + 1", fails: true },
  { name: "fails where EXP overflows", sql: "select exp(1000)", fails: true },
  { name: "fails on the logarithm of zero", sql: "select ln(0)", fails: true },
  {
    name: "rounds DIV towards zero",
    sql: "select div(7, 2), div(-7, 2), div(7, -2), mod(7, 3), mod(-7, 3), mod(7, -3)",
    rows: [[3, -3, -3, 1, -1, 1]],
  },
  {
    name: "answers NULL where SAFE_DIVIDE cannot divide",
    sql: "select safe_divide(1, 0), safe_divide(0, 0), safe_divide(1, 2), safe_divide(null, 2)",
    rows: [[null, null, 0.5, null]],
  },
  {
    name: "answers NULL where SAFE_DIVIDE cannot divide fractions",
    sql: "select safe_divide(x, 0), safe_divide(1, x - x), safe_divide(x, x), safe_divide(-x, 0.0) from unnest([1.5, 0.0, null]) as x order by x",
    rows: [
      [null, null, null, null],
      [null, null, null, null],
      [null, null, 1, null],
    ],
  },
  {
    name: "lets IEEE_DIVIDE reach infinity",
    sql: "select is_inf(ieee_divide(1, 0)), is_nan(ieee_divide(0, 0)), is_nan(1.0)",
    rows: [[true, true, false]],
  },
  {
    name: "makes GREATEST and LEAST NULL if any value is",
    sql: "select greatest(1, 2, 3), least(3, 1, 2), greatest(1, null, 3), least(null, 1), greatest('a', 'b'), greatest(1)",
    rows: [[3, 1, null, null, "b", 1]],
  },
  {
    name: "rounds halves away from zero",
    sql: "select round(2.5), round(-2.5), round(0.5), round(1234.567, -2), round(0.125, 2)",
    rows: [[3, -3, 1, 1200, 0.13]],
  },
  {
    name: "cuts and rounds numbers",
    sql: "select abs(-2.5), sign(-3), sign(0), trunc(-2.7), trunc(2.567, 1), ceil(2.1), ceiling(-2.1), floor(-2.1)",
    rows: [[2.5, -1, 0, -2, 2.5, 3, -2, -3]],
  },
  {
    name: "knows powers, roots and logarithms",
    sql: "select pow(2, 10), sqrt(9), exp(0), ln(1), log10(1000), power(4, 0.5), round(exp(1), 1), round(ln(10), 1)",
    rows: [[1024, 3, 1, 0, 3, 2, 2.7, 2.3]],
  },
  {
    name: "answers NULL where a SAFE function fails",
    sql: "select safe.ln(0), safe.sqrt(-1), safe.log10(0), safe.ln(1)",
    rows: [[null, null, null, 0]],
  },
  {
    name: "answers NULL where a SAFE power is no number",
    sql: "select safe.pow(-8, 0.5), safe.pow(0, -1), safe.power(10, 400), safe.pow(-2, 3), safe.pow(null, 2), safe.exp(1000), safe.exp(0), safe.log(0), safe.log(8, 2)",
    rows: [[null, null, null, -8, null, null, 1, null, 3]],
  },
  { name: "fails on the root of a negative number", sql: "select pow(-1, 0.5)", fails: true },
  { name: "fails on a power that divides by zero", sql: "select pow(0, -1)", fails: true },
  { name: "fails on the square root of a negative number", sql: "select sqrt(-1)", fails: true },
  { name: "fails on a logarithm to the base 1", sql: "select log(8, 1)", fails: true },
  { name: "fails on the arc of no cosine", sql: "select acos(2)", fails: true },
  {
    name: "knows logarithms of any base, and angles",
    sql: "select log(8, 2), log(1), log(0.5, 0.25), cbrt(27), round(sin(1), 9), round(cos(1), 9), round(tan(1), 9), round(asin(1), 9), round(acos(-0.5), 9), round(atan(-1), 9), round(atan2(1, -1), 9), round(tanh(0.5), 9), pow(-2, 3), pow(0, 0), pow(null, 2)",
    rows: [
      [
        3,
        0,
        0.5,
        3,
        0.841470985,
        0.540302306,
        1.557407725,
        1.570796327,
        2.094395102,
        -0.785398163,
        2.35619449,
        0.462117157,
        -8,
        1,
        null,
      ],
    ],
  },
  {
    name: "keeps nine decimals of a NUMERIC",
    sql: "select numeric '1.123456789', cast(1.12345678951 as numeric), numeric '1.1' + 1, - numeric '0.5'",
    rows: [["1.123456789", "1.12345679", "2.1", "-0.5"]],
  },
  {
    name: "rounds a product of NUMERICs when it is cast",
    sql: "select cast(numeric '0.333333333' * numeric '0.333333333' as numeric)",
    rows: [["0.111111111"]],
  },
  {
    name: "rounds NUMERIC exactly",
    sql: "select round(numeric '2.5'), round(numeric '1.2345', 3), trunc(numeric '2.567', 1), round(cast(3 as numeric) * numeric '1.333333333' * numeric '0.777777777', 4)",
    rows: [["3", "1.235", "2.5", "3.1111"]],
  },
  {
    name: "reads a decimal literal as FLOAT64",
    sql: "select 0.1 + 0.2 = 0.3, cast(0.1 as numeric) + cast(0.2 as numeric) = numeric '0.3'",
    rows: [[false, true]],
  },
  {
    name: "finds a value's place between borders",
    sql: "select range_bucket(15, [0, 10, 20]), range_bucket(20, [0, 10, 20]), range_bucket(-1, [0, 10]), range_bucket(null, [1])",
    rows: [[2, 3, 0, null]],
  },
];
