import type { Snippet } from "./snippet.ts";

export const queries: readonly Snippet[] = [
  {
    name: "sorts NULL first, and last when descending",
    sql: "select array(select x from unnest([3, null, 1]) as x order by x), array(select x from unnest([3, null, 1]) as x order by x desc)",
    rows: [
      [
        [null, 1, 3],
        [3, 1, null],
      ],
    ],
  },
  {
    name: "sorts NULL where it is told to",
    sql: "select x from unnest([3, null, 1]) as x order by x desc nulls first limit 2 offset 1",
    rows: [[3], [1]],
  },
  {
    name: "takes as many rows as a parameter says",
    sql: "select x from unnest([3, 2, 1]) as x order by x limit @n",
    parameters: { n: { type: "INT64", value: 2 } },
    rows: [[1], [2]],
  },
  {
    name: "chains common tables",
    sql: "with a as (select 1 as x), b as (select x + 1 as y from a) select a.x, b.y from a cross join b",
    rows: [[1, 2]],
  },
  {
    name: "leaves columns out of a star",
    sql: "with t as (select 1 as a, 2 as b, 3 as c) select * except (b) from t",
    rows: [[1, 3]],
  },
  {
    name: "replaces columns of a star",
    sql: "with t as (select 1 as a, 2 as b, 3 as c) select * replace (b * 10 as b), t.* except (a, b) from t",
    rows: [[1, 20, 3, 3]],
  },
  {
    name: "keeps the rows of either side that match none of the other",
    sql: "with t as (select 1 as a union all select 2), u as (select 2 as b, 'x' as n union all select 3, 'y') select t.a, u.b, u.n from t full join u on u.b = t.a order by ifnull(t.a, u.b)",
    rows: [
      [1, null, null],
      [2, 2, "x"],
      [null, 3, "y"],
    ],
  },
  {
    name: "joins left",
    sql: "with t as (select 1 as a union all select 2), u as (select 2 as a, 'x' as n union all select 3, 'y') select t.a, u.n from t left join u on u.a = t.a order by t.a",
    rows: [
      [1, null],
      [2, "x"],
    ],
  },
  {
    name: "joins full",
    sql: "with t as (select 1 as a union all select 2), u as (select 2 as a, 'x' as n union all select 3, 'y') select t.a, u.a, u.n from t full outer join u on u.a = t.a order by t.a, u.a",
    rows: [
      [null, 3, "y"],
      [1, null, null],
      [2, 2, "x"],
    ],
  },
  {
    name: "joins by a shared column",
    sql: "with t as (select 1 as a union all select 2), u as (select 2 as a, 'x' as n union all select 3, 'y') select a, n from t inner join u using (a) union all select a, n from t right join u using (a) order by a, n",
    rows: [
      [2, "x"],
      [2, "x"],
      [3, "y"],
    ],
  },
  {
    name: "multiplies tables with a comma",
    sql: "with t as (select 1 as a union all select 2), u as (select 2 as a, 'x' as n union all select 3, 'y') select count(*) from t, u",
    rows: [[4]],
  },
  {
    name: "asks whether rows exist",
    sql: "with t as (select 1 as a union all select 2), u as (select 2 as a, 'x' as n union all select 3, 'y') select a from t where exists (select 1 from u where u.a = t.a) or not exists (select 1 from u) order by a",
    rows: [[2]],
  },
  {
    name: "tests membership in a query's rows",
    sql: "with t as (select 1 as a union all select 2), u as (select 2 as a, 'x' as n union all select 3, 'y') select a, a in (select a from u), a not in (select a from u), a not in (select null) from t order by a",
    rows: [
      [1, false, true, null],
      [2, true, false, null],
    ],
  },
  {
    name: "reads single values from subqueries",
    sql: "select (select max(x) from unnest([1, 5]) as x), (select 1 from (select 1 as y) where y > 3), (select 7) / (select 2)",
    rows: [[5, null, 3.5]],
  },
  {
    name: "combines queries",
    sql: "select 1 as x union all select 1 union all (select 3 union distinct select 3) order by x",
    rows: [[1], [1], [3]],
  },
  {
    name: "intersects and subtracts",
    sql: "select array(select 1 intersect distinct select 1), array(select 1 except distinct select 1), array((select 1 union all select 2) except distinct select 1)",
    rows: [[[1], [], [2]]],
  },
  {
    name: "groups by an alias rather than the column of that name",
    sql: "with t as (select date '2024-01-05' as d, 1 as v union all select date '2024-01-06', 2 union all select date '2024-02-06', 4) select date_trunc(d, month) as d, sum(v) as v from t group by d order by d",
    rows: [
      ["2024-01-01", 3],
      ["2024-02-01", 4],
    ],
  },
  {
    name: "groups by the column when it is named with its table",
    sql: "with t as (select 1 as d union all select 3) select d + 1 as d, count(*) from t group by t.d order by 1",
    rows: [
      [2, 1],
      [4, 1],
    ],
  },
  {
    name: "qualifies by an alias rather than the column of that name",
    sql: "select sum(v) over () as v from (select 1 as v union all select 2) qualify v > 2",
    rows: [[3], [3]],
  },
  {
    name: "orders by an expression of an alias rather than the column of that name",
    sql: "select -x as x from unnest([1, 2, 3]) as x order by x + 0",
    rows: [[-3], [-2], [-1]],
  },
  {
    name: "filters groups by an alias",
    sql: "select mod(d, 2) as d, count(*) as n from unnest([1, 2, 3]) as d group by d having n > 1 and d > 0",
    rows: [[1, 2]],
  },
  {
    name: "groups by position and forgives a trailing comma",
    sql: "select x, count(*) as n, from unnest(['a', 'b', 'a']) as x group by 1 order by n desc, x",
    rows: [
      ["a", 2],
      ["b", 1],
    ],
  },
  {
    name: "drops repeated rows",
    sql: "select distinct x from unnest([2, 1, 2]) as x order by x desc",
    rows: [[2], [1]],
  },
  {
    name: "reads names in backticks",
    sql: "select `t`.`select`, t.`the end` from (select 1 as `select`, 2 as `the end`) as `t`",
    rows: [[1, 2]],
  },
  {
    name: "takes keywords in any case",
    sql: "SELECT X FROM (SELECT 1 AS x) AS T WHERE t.x = 1 GROUP BY 1 HAVING COUNT(*) = 1 ORDER BY X LIMIT 5",
    rows: [[1]],
  },
  {
    name: "allows names that are keywords elsewhere",
    sql: "select user, offset, `table`, column, check, analyze from (select 1 as user, 2 as offset, 3 as `table`, 4 as column, 5 as check, 6 as analyze)",
    rows: [[1, 2, 3, 4, 5, 6]],
  },
  {
    name: "adds up partial groups with ROLLUP",
    sql: "with t as (select 'a' as x, 1 as y, 10 as v union all select 'a', 2, 20 union all select 'b', 1, 5) select x, y, sum(v) as v from t group by rollup(x, y) order by x, y",
    rows: [
      [null, null, 35],
      ["a", null, 30],
      ["a", 1, 10],
      ["a", 2, 20],
      ["b", null, 5],
      ["b", 1, 5],
    ],
    referenceCannot: "executes no ROLLUP",
  },
  {
    name: "adds up chosen groups with GROUPING SETS",
    sql: "with t as (select 'a' as x, 1 as y, 10 as v union all select 'a', 2, 20 union all select 'b', 1, 5) select x, y, sum(v) as v, grouping(x) as g from t group by grouping sets ((x), (y), ()) order by x, y",
    rows: [
      [null, null, 35, 1],
      [null, 1, 15, 1],
      [null, 2, 20, 1],
      ["a", null, 30, 0],
      ["b", null, 5, 0],
    ],
    referenceCannot: "executes no GROUPING SETS",
  },
  {
    name: "adds up all groups with CUBE",
    sql: "with t as (select 'a' as x, 1 as y, 10 as v union all select 'a', 2, 20 union all select 'b', 1, 5) select x, y, sum(v) as v from t group by cube(x, y) order by x, y",
    rows: [
      [null, null, 35],
      [null, 1, 15],
      [null, 2, 20],
      ["a", null, 30],
      ["a", 1, 10],
      ["a", 2, 20],
      ["b", null, 5],
      ["b", 1, 5],
    ],
    referenceCannot: "executes no CUBE",
  },
];
