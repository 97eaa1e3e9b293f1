import type { Snippet } from "./snippet.ts";

export const conditions: readonly Snippet[] = [
  {
    name: "chooses the first value that is there",
    sql: "select coalesce(null, 1), coalesce(null, null, 3), ifnull(null, 2), nullif(1, 1), nullif(1, 2)",
    rows: [[1, 3, 2, null, 1]],
  },
  {
    name: "branches with IF and CASE",
    sql: "select if(true, 1, 2), if(null, 1, 2), case when 1 > 2 then 'x' when true then 'y' else 'z' end, case 3 when 1 then 'a' when 3 then 'c' end, case when false then 1 end",
    rows: [[1, 2, "y", "c", null]],
  },
  {
    name: "falls through to ELSE",
    sql: "select case when false then 1 else 2 end, case 5 when 1 then 'a' else 'b' end, case when null then 1 else 2 end, if(false, 1, 2)",
    rows: [[2, "b", 2, 2]],
  },
  {
    name: "keeps NULL apart from no in IN",
    sql: "select 1 in (1, 2), 3 in (1, null), 3 not in (1, null), 3 not in (1, 2), not 3 in (3)",
    rows: [[true, null, null, true, false]],
  },
  {
    name: "keeps NULL apart from no in IN UNNEST",
    sql: "select 1 in unnest([1, null]), 3 in unnest([1, null]), 3 not in unnest([1, null]), 3 not in unnest([1, 2]), 1 not in unnest([1, 2])",
    rows: [[true, null, null, true, false]],
  },
  {
    name: "compares",
    sql: "select 2 between 1 and 3, 2 not between 1 and 3, 1 is null, 1 is not null, (1 > 2) is false, (1 > 2) is not true, 1 is distinct from null, 1 <> 2, 1 != 1, 2 >= 2",
    rows: [[true, false, false, true, true, true, true, true, false, true]],
  },
  {
    name: "orders numbers, texts and days",
    sql: "select x < 2, x <= 2, x > 2, x >= 2, 2 <= x, numeric '0.1' <= 0.1, 'a' < 'B', 'a' <= 'a', '' >= 'a', 'é' > 'z', date '2024-02-29' <= date '2024-03-01', date '2024-03-01' <= date '2024-03-01', datetime '2024-03-01 00:00:00' < datetime '2024-03-01 00:00:01' from unnest([1, 2, 3, null]) as x order by x",
    rows: [
      [null, null, null, null, null, true, false, true, false, true, true, true, true],
      [true, true, false, false, false, true, false, true, false, true, true, true, true],
      [false, true, false, true, true, true, false, true, false, true, true, true, true],
      [false, false, true, true, true, true, false, true, false, true, true, true, true],
    ],
  },
  {
    name: "escapes with a backslash in LIKE",
    sql: "select 'abc' like 'a%', 'abc' not like 'a%', 'a%c' like r'a\\%c', 'abc' like r'a\\%c', 'a_c' like 'a\\\\_c', 'abc' like 'A%'",
    rows: [[true, false, true, false, true, false]],
  },
  {
    name: "binds NOT closer than AND, AND closer than OR",
    sql: "select not true and false, not 1 = 2, true or false and false, not (true or false)",
    rows: [[false, true, true, false]],
  },
];
