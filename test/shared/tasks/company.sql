-- @as_of_day date
-- The company figures of rows.sql for one as-of date. They end with the previous month.

select
  array_agg(value order by orders_there desc, value limit 1)[safe_offset(0)] as home,
  cast(sum(gross_there) as float64) / nullif(cast(sum(orders_there) as float64), 0) as order_value
from (
  select value, sum(orders) as orders_there, sum(gross) as gross_there
  from metrics.daily_sales
  where dimension = 'country' and business_date < date_trunc(date_sub(@as_of_day, interval 1 day), month)
  group by value
)
