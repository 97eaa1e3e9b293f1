import type { Snippet } from "./snippet.ts";

export const aggregates: readonly Snippet[] = [
  {
    name: "aggregates by group",
    sql: "with t as (select 1 as k, 10 as v, 'a' as s union all select 1, 20, 'b' union all select 2, null, null union all select 2, 5, 'a') select k, count(*), count(v), count(distinct s), sum(v), avg(v), min(v), max(v), countif(v > 5), sum(if(v > 5, v, 0)), logical_or(v > 10), logical_and(v > 4) from t group by k order by k",
    rows: [
      [1, 2, 2, 2, 30, 15, 10, 20, 2, 30, true, true],
      [2, 2, 1, 1, 5, 5, 5, 5, 0, 0, false, true],
    ],
  },
  {
    name: "orders within an aggregate, NULL first",
    sql: "with t as (select 1 as k, 10 as v, 'a' as s union all select 1, 20, 'b' union all select 2, null, null union all select 2, 5, 'a') select array_agg(v order by v), array_agg(v order by v desc), array_agg(v order by v desc nulls first), array_agg(v order by v nulls last), array_agg(v order by v desc limit 2) from t",
    rows: [
      [
        [null, 5, 10, 20],
        [20, 10, 5, null],
        [null, 20, 10, 5],
        [5, 10, 20, null],
        [20, 10],
      ],
    ],
  },
  {
    name: "leaves NULL out of an array on request",
    sql: "with t as (select 1 as k, 10 as v, 'a' as s union all select 1, 20, 'b' union all select 2, null, null union all select 2, 5, 'a') select array_agg(s ignore nulls order by v, s), array_agg(distinct k order by k) from t",
    rows: [
      [
        ["a", "a", "b"],
        [1, 2],
      ],
    ],
  },
  {
    name: "joins texts in order",
    sql: "with t as (select 1 as k, 10 as v, 'a' as s union all select 1, 20, 'b' union all select 2, null, null union all select 2, 5, 'a') select string_agg(s, '|' order by s desc), string_agg(distinct s order by s), string_agg(s order by k, v) from t",
    rows: [["b|a|a", "a,b", "a,b,a"]],
  },
  {
    name: "takes the value beside the greatest or least",
    sql: "with t as (select 1 as k, 10 as v, 'a' as s union all select 1, 20, 'b' union all select 2, null, null union all select 2, 5, 'a') select any_value(s having max v), any_value(s having min v) from t",
    rows: [["b", "a"]],
  },
  {
    name: "takes the NULL beside the greatest or least",
    sql: "select any_value(s having max v), any_value(s having min v), any_value(v having max v) from (select null as s, 3 as v union all select 'a', 2 union all select null, 1 union all select 'b', null)",
    rows: [[null, null, 3]],
  },
  {
    name: "aggregates nothing",
    sql: "select countif(x > 1), sum(x), avg(x), array_agg(x), string_agg(cast(x as string)), count(x), logical_or(x > 1), any_value(x) from (select 1 as x) where x > 5",
    rows: [[0, null, null, null, null, 0, null, null]],
  },
  {
    name: "measures spread",
    sql: "select stddev(x), stddev_pop(x), variance(x), var_pop(x), stddev_samp(x), var_samp(x) from unnest([1, 2, 4]) as x",
    rows: [[1.52752523165, 1.24721912892, 2.33333333333, 1.55555555556, 1.52752523165, 2.33333333333]],
  },
  {
    name: "has no spread in one value",
    sql: "select stddev(x), stddev_pop(x), variance(x) from unnest([1]) as x",
    rows: [[null, 0, null]],
  },
  {
    name: "sums NUMERIC exactly",
    sql: "select sum(n) from unnest([numeric '0.1', numeric '0.2']) as n",
    rows: [["0.3"]],
  },
  {
    name: "numbers and ranks rows",
    sql: "with t as (select 1 as k, 10 as v union all select 1, 20 union all select 2, 5 union all select 2, null union all select 2, 7) select k, v, row_number() over (partition by k order by v), rank() over (order by k), dense_rank() over (order by k), ntile(2) over (order by v), percent_rank() over (order by v), cume_dist() over (order by v) from t order by k, v",
    rows: [
      [1, 10, 1, 1, 1, 2, 0.75, 0.8],
      [1, 20, 2, 1, 1, 2, 1, 1],
      [2, null, 1, 3, 2, 1, 0, 0.2],
      [2, 5, 2, 3, 2, 1, 0.25, 0.4],
      [2, 7, 3, 3, 2, 1, 0.5, 0.6],
    ],
  },
  {
    name: "looks at other rows",
    sql: "with t as (select 1 as k, 10 as v union all select 1, 20 union all select 2, 5 union all select 2, null union all select 2, 7) select k, v, lag(v) over (partition by k order by v), lead(v, 1, -1) over (partition by k order by v), first_value(v) over (partition by k order by v), last_value(v) over (partition by k order by v rows between unbounded preceding and unbounded following), first_value(v ignore nulls) over (partition by k order by v rows between unbounded preceding and unbounded following), nth_value(v, 2) over (partition by k order by v rows between unbounded preceding and unbounded following) from t order by k, v",
    rows: [
      [1, 10, null, 20, 10, 20, 10, 20],
      [1, 20, 10, -1, 10, 20, 10, 20],
      [2, null, null, 5, null, 7, 5, 5],
      [2, 5, null, 7, null, 7, 5, 5],
      [2, 7, 5, -1, null, 7, 5, 5],
    ],
  },
  {
    name: "aggregates over windows",
    sql: "with t as (select 1 as k, 10 as v union all select 1, 20 union all select 2, 5 union all select 2, null union all select 2, 7) select k, v, sum(v) over (partition by k order by v), sum(v) over w, count(*) over (), countif(v > 6) over (partition by k) from t window w as (partition by k order by v rows between 1 preceding and current row) order by k, v",
    rows: [
      [1, 10, 10, 10, 5, 2],
      [1, 20, 30, 30, 5, 2],
      [2, null, null, null, 5, 1],
      [2, 5, 5, 5, 5, 1],
      [2, 7, 12, 12, 5, 1],
    ],
  },
  {
    name: "measures a window by values",
    sql: "with t as (select 1 as d, 10 as v union all select 2, 20 union all select 4, 40 union all select 9, 90) select d, sum(v) over (order by d range between 2 preceding and current row), sum(v) over (order by d range between 1 following and 5 following), sum(v) over (w rows 1 preceding), avg(v) over w from t window w as (order by d) order by d",
    rows: [
      [1, 10, 60, 10, 10],
      [2, 30, 40, 30, 15],
      [4, 60, 90, 60, 23.3333333333],
      [9, 90, null, 130, 40],
    ],
  },
  {
    name: "interpolates percentiles",
    sql: "select distinct percentile_cont(x, 0.5) over (), percentile_cont(x, 0.25) over () from unnest([1, 2, 3, 10]) as x",
    rows: [[2.5, 1.75]],
  },
  {
    name: "picks percentiles that are there",
    sql: "with t as (select 1 as k, x from unnest([7, 1, 3, 10, null]) as x union all select 2, null union all select 3, 4) select distinct k, percentile_disc(x, 0.5) over (partition by k), percentile_disc(x, 0.3) over (partition by k), percentile_disc(x, 0) over (partition by k), percentile_disc(x, 1) over (partition by k), percentile_cont(x, 0.9) over (partition by k) from t order by k",
    rows: [
      [1, 3, 3, 1, 10, 9.1],
      [2, null, null, null, null, null],
      [3, 4, 4, 4, 4, 4],
    ],
  },
  {
    name: "measures how two values move together",
    sql: "with t as (select 1 as k, 1 as x, 2 as y union all select 1, 2, 5 union all select 1, 4, 1 union all select 1, null, 4 union all select 2, 3, 3) select k, covar_pop(x, y), covar_samp(x, y) from t group by k order by k",
    rows: [
      [1, -0.888888888889, -1.33333333333],
      [2, 0, null],
    ],
  },
  {
    name: "sums a customer's last 28 days, with or without today",
    sql: "with t as (select 'a' as c, date '2024-01-01' as d, 1.5 as v union all select 'a', date '2024-01-28', 2 union all select 'a', date '2024-01-29', null union all select 'a', date '2024-02-25', 8 union all select 'b', date '2024-01-29', 16 union all select 'a', date '2024-01-29', 32) select c, d, sum(v) over (partition by c order by unix_date(d) range between 27 preceding and current row) as s, countif(v > 1) over (partition by c order by unix_date(d) range between 28 preceding and 1 preceding), avg(v) over (partition by c order by unix_date(d) range between unbounded preceding and 1 preceding), stddev_samp(v) over (partition by c order by unix_date(d) range between 27 preceding and current row), max(v) over (partition by c order by unix_date(d) range between 1 following and unbounded following), date_diff(d, max(d) over (partition by c order by unix_date(d) range between unbounded preceding and 1 preceding), day) from t order by c, d, v",
    rows: [
      ["a", "2024-01-01", 1.5, 0, null, null, 32, null],
      ["a", "2024-01-28", 3.5, 1, 1.5, 0.353553390593, 32, 27],
      ["a", "2024-01-29", 34, 2, 1.75, 21.2132034356, 8, 1],
      ["a", "2024-01-29", 34, 2, 1.75, 21.2132034356, 8, 1],
      ["a", "2024-02-25", 40, 2, 11.8333333333, 16.9705627485, null, 27],
      ["b", "2024-01-29", 16, 0, null, null, null, null],
    ],
  },
  {
    name: "sums a window's NUMERIC exactly",
    sql: "select d, sum(n) over (order by d range between 1 preceding and current row), min(n) over (order by d), max(n) over (order by d rows between 1 following and 1 following) from (select 1 as d, numeric '0.1' as n union all select 2, numeric '0.2' union all select 4, numeric '-0.000000001') order by d",
    rows: [
      [1, "0.1", "0.1", "0.2"],
      [2, "0.3", "0.1", "-0.000000001"],
      [4, "-0.000000001", "-0.000000001", null],
    ],
  },
  {
    name: "answers FLOAT64 for a percentile of NUMERIC",
    sql: "select distinct percentile_cont(x, 0.5) over () from (select numeric '1.1' as x union all select numeric '2.4')",
    rows: [[1.75]],
  },
  {
    name: "keeps the rows that QUALIFY",
    sql: "with t as (select 1 as k, 3 as v union all select 1, 4 union all select 2, 5) select k, v from t where true qualify row_number() over (partition by k order by v desc) = 1 order by k",
    rows: [
      [1, 4],
      [2, 5],
    ],
  },
  {
    name: "qualifies by an alias and a named window",
    sql: "with t as (select 1 as k, 3 as v union all select 1, 4 union all select 2, 5) select k, v, row_number() over w as r from t qualify r = 1 window w as (partition by k order by v) order by k",
    rows: [
      [1, 3, 1],
      [2, 5, 1],
    ],
  },
  {
    name: "computes with windows and aggregates",
    sql: "select lag(x) over (order by x) / x, sum(x) over () / count(*) over (), x from unnest([1, 2]) as x order by x",
    rows: [
      [null, 1.5, 1],
      [0.5, 1.5, 2],
    ],
  },
];
