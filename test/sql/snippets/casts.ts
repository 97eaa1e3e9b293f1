import type { Snippet } from "./snippet.ts";

export const casts: readonly Snippet[] = [
  {
    name: "rounds halves away from zero when casting to INT64",
    sql: "select cast(2.5 as int64), cast(3.5 as int64), cast(-2.5 as int64), cast(numeric '2.5' as int64), cast(true as int64)",
    rows: [[3, 4, -3, 3, 1]],
  },
  {
    name: "reads integers from text, hexadecimal ones too",
    sql: "select cast('12' as int64), cast(' 12 ' as int64), cast('-7' as int64), cast('0x1f' as int64)",
    rows: [[12, 12, -7, 31]],
  },
  {
    name: "answers NULL for text that is no integer",
    sql: "select safe_cast('1.0' as int64), safe_cast('abc' as int64), safe_cast('' as int64), safe_cast('1_000' as int64), safe_cast(1e30 as int64), safe_cast('12' as int64)",
    rows: [[null, null, null, null, null, 12]],
  },
  { name: "fails on text that is no integer", sql: "select cast('1.0' as int64)", fails: true },
  {
    name: "reads only true and false as BOOL",
    sql: "select safe_cast('yes' as bool), safe_cast('TRUE' as bool), safe_cast('false' as bool), safe_cast('1' as bool), cast(0 as bool), cast(2 as bool), safe_cast('t' as bool)",
    rows: [[null, true, false, null, false, true, null]],
  },
  {
    name: "reads only plain dates as DATE",
    sql: "select safe_cast('2024-01-02' as date), safe_cast('2024-1-2' as date), safe_cast('2024-01-02 10:00:00' as date), safe_cast('2024-13-01' as date), safe_cast(' 2024-01-02' as date), safe_cast('20240102' as date)",
    rows: [["2024-01-02", "2024-01-02", null, null, null, null]],
  },
  {
    name: "answers NULL for a number that no NUMERIC can hold",
    sql: "select safe_cast(1e30 as numeric), safe_cast(-1e30 as numeric), safe_cast('1e30' as numeric), safe_cast(9223372036854775807 as numeric)",
    rows: [[null, null, null, "9223372036854775807"]],
  },
  { name: "fails where a NUMERIC cannot hold a number", sql: "select cast(1e30 as numeric)", fails: true },
  { name: "fails on text that is no date", sql: "select cast('2024-01-02 10:00:00' as date)", fails: true },
  {
    name: "reads only whole times as DATETIME",
    sql: "select safe_cast('2024-01-02 03:04:05' as datetime), safe_cast('2024-01-02' as datetime), safe_cast('2024-01-02T03:04:05' as datetime), safe_cast('2024-01-02 03:04' as datetime), safe_cast('x' as datetime)",
    rows: [["2024-01-02 03:04:05", "2024-01-02 00:00:00", "2024-01-02 03:04:05", null, null]],
  },
  {
    name: "reads zones in a TIMESTAMP",
    sql: "select safe_cast('2024-01-02 03:04:05' as timestamp), safe_cast('2024-01-02T03:04:05Z' as timestamp), safe_cast('2024-01-02 03:04' as timestamp), safe_cast('2024-01-02 03:04:05+02' as timestamp)",
    rows: [["2024-01-02 03:04:05+00", "2024-01-02 03:04:05+00", null, "2024-01-02 01:04:05+00"]],
  },
  {
    name: "reads numbers from text",
    sql: "select safe_cast('1.5' as float64), safe_cast('1e3' as float64), safe_cast('abc' as float64), safe_cast('' as numeric), safe_cast('1.1234567895' as numeric), safe_cast(' 1.5 ' as numeric)",
    rows: [[1.5, 1000, null, null, "1.12345679", "1.5"]],
  },
  {
    name: "rounds a FLOAT64 to NUMERIC by what it is exactly",
    sql: "select cast(x as numeric), safe_cast(x as numeric) from unnest([1.3375000005, 0.0000000005, -0.0000000005, 0.00000000049999, 2.675, -2.0000000015, 123456.789012345, 999999.9999999995, 4503599627370496.5, 9007199254740993.0, -1e20, 12345678901234.567, 0.1, 1e-11, 0.0, 1.5, null]) as x order by x",
    rows: [
      [null, null],
      ["-100000000000000000000", "-100000000000000000000"],
      ["-2.000000002", "-2.000000002"],
      ["-0.000000001", "-0.000000001"],
      ["0", "0"],
      ["0", "0"],
      ["0", "0"],
      ["0.000000001", "0.000000001"],
      ["0.1", "0.1"],
      ["1.3375", "1.3375"],
      ["1.5", "1.5"],
      ["2.675", "2.675"],
      ["123456.789012345", "123456.789012345"],
      ["1000000", "1000000"],
      ["12345678901234.56640625", "12345678901234.56640625"],
      ["4503599627370496", "4503599627370496"],
      ["9007199254740992", "9007199254740992"],
    ],
  },
  {
    name: "writes numbers without trailing zeros",
    sql: "select cast(1.0 as string), cast(1.5 as string), cast(100.0 as string), cast(1e20 as string), cast(10.0 / 3 as string), cast(numeric '1.50' as string), cast(numeric '100' as string), cast(numeric '-0.001' as string)",
    rows: [["1", "1.5", "100", "1e+20", "3.3333333333333335", "1.5", "100", "-0.001"]],
  },
  {
    name: "writes the other types as text",
    sql: "select cast(12 as string), cast(true as string), cast(date '2024-01-02' as string), cast(datetime '2024-01-02 03:04:05' as string), cast(timestamp '2024-01-02 03:04:05' as string)",
    rows: [["12", "true", "2024-01-02", "2024-01-02 03:04:05", "2024-01-02 03:04:05+00"]],
  },
  {
    name: "casts a median of money to NUMERIC",
    sql: "select distinct cast(percentile_cont(x, 0.5) over () as numeric) from (select numeric '1.1' as x union all select numeric '2.3' union all select null)",
    rows: [["1.7"]],
  },
];
