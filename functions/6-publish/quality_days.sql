-- @since date
-- By business day: the lines of sales, and the rows of sales that became none.

with entered as (
  select business_date as quality_day, lines as kept_rows
  from metrics.daily_sales
  where business_date >= @since and dimension = 'company'
),
held as (
  select day as quality_day, count(*) as held_rows
  from clean.quarantine
  where day >= @since and feed = 'transactions' and stage = 'clean'
  group by quality_day
)
select
  ifnull(entered.quality_day, held.quality_day) as quality_day, ifnull(kept_rows, 0) as kept_rows,
  ifnull(held_rows, 0) as held_rows
from entered
full join held on held.quality_day = entered.quality_day
order by quality_day;
