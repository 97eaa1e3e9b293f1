import type { Snippet } from "./snippet.ts";

export const arrays: readonly Snippet[] = [
  {
    name: "takes elements by position",
    sql: "select [1, 2, 3][offset(0)], [1, 2, 3][safe_offset(5)], [1, 2, 3][ordinal(1)], [1, 2, 3][safe_ordinal(0)], [1, 2][safe_offset(-1)]",
    rows: [[1, null, 1, null, null]],
  },
  {
    name: "has nothing before an array's start",
    sql: "select [1, 2][safe_offset(-2)], [1, 2][safe_ordinal(-1)], [1, 2][safe_offset(1)], [1, 2][safe_ordinal(3)]",
    rows: [[null, null, 2, null]],
  },
  { name: "fails beyond an array's end", sql: "select [1][offset(3)]", fails: true },
  {
    name: "measures, joins and turns arrays",
    sql: "select array_length([1, 2]), array_length([]), array_concat([1], [2, 3]), array_reverse([1, 2]), array_to_string(['a', null, 'b'], '-')",
    rows: [[2, 0, [1, 2, 3], [2, 1], "a-b"]],
  },
  {
    name: "makes arrays",
    sql: "select generate_array(1, 5, 2), generate_array(5, 1), generate_array(5, 1, -2), array<int64>[1, 2], array(select 1 from (select 1 as x) where x > 5)",
    rows: [[[1, 3, 5], [], [5, 3, 1], [1, 2], []]],
  },
  {
    name: "reads fields of structs",
    sql: "select struct(1 as a, 'x' as b), struct(1 as a).a, s.a, s.b, s from (select struct(1 as a, 'x' as b) as s)",
    rows: [[[1, "x"], 1, 1, "x", [1, "x"]]],
  },
  {
    name: "takes a field of an aggregated struct",
    sql: "select array_agg(struct(x as a, x * 2 as b) order by x)[offset(0)].b from unnest([3, 1]) as x",
    rows: [[2]],
  },
  {
    name: "unnests an array beside its row",
    sql: "with t as (select 1 as id, [10, 20] as xs union all select 2, []) select id, x from t, unnest(xs) as x order by id, x",
    rows: [
      [1, 10],
      [1, 20],
    ],
  },
  {
    name: "keeps a row with an empty array in a LEFT JOIN",
    sql: "with t as (select 1 as id, [10, 20] as xs union all select 2, []) select id, x from t left join unnest(xs) as x order by id, x",
    rows: [
      [1, 10],
      [1, 20],
      [2, null],
    ],
  },
  {
    name: "spreads an array of structs into columns",
    sql: "select a, b from unnest([struct(1 as a, 'x' as b), struct(2 as a, 'y' as b)]) order by a",
    rows: [
      [1, "x"],
      [2, "y"],
    ],
  },
  {
    name: "names the rows of an array of structs",
    sql: "select * from unnest([struct(1 as a, 'x' as b), struct(2 as a, 'y' as b)]) as s where s.a > 1",
    rows: [[2, "y"]],
  },
  {
    name: "unnests a parameter",
    sql: "select d from unnest(@dates) as d order by d desc",
    parameters: { dates: { type: "ARRAY<DATE>", value: ["2024-01-01", "2024-03-01"] } },
    rows: [["2024-03-01"], ["2024-01-01"]],
  },
  {
    name: "looks a value up in a parameter",
    sql: "select x from unnest(['a', 'b', 'c']) as x where x in unnest(@names) order by x",
    parameters: { names: { type: "ARRAY<STRING>", value: ["c", "a", "z"] } },
    rows: [["a"], ["c"]],
  },
  {
    name: "leaves a parameter's values out",
    sql: "select x from unnest(['a', 'b', 'c']) as x where x not in unnest(@names) order by x",
    parameters: { names: { type: "ARRAY<STRING>", value: ["c", "a"] } },
    rows: [["b"]],
  },
];
