-- @as_of array<date>, @horizon_days int64
-- One row per as-of date and day ahead (1 is the as-of date itself). Only days before the as-of date are read; from the
-- first sale on, a day without sales is a zero. Sums are exact, so that the order of addition cannot change a digit.

with opened as (
  select min(business_date) as first_day
  from metrics.daily_sales
  where dimension = 'company'
),
calendar as ( -- up to 400 days before each as-of date
  select as_of, first_day, past_day, date_diff(as_of, past_day, day) as age
  from unnest(@as_of) as as_of
  join opened on first_day < as_of
  join unnest(generate_date_array(greatest(first_day, date_sub(as_of, interval 400 day)), date_sub(as_of, interval 1 day)))
    as past_day
),
past as (
  select
    as_of, first_day, past_day, age, ifnull(net, numeric '0') as amount, ifnull(orders, 0) as sales,
    extract(dayofweek from past_day) as day_of_week
  from calendar
  left join metrics.daily_sales on business_date = past_day and dimension = 'company'
),
levels as ( -- one line per as-of date: how much is sold a day
  select
    as_of, max(age) as days_seen,
    cast(any_value(amount having min age) as float64) as last_amount,
    min(if(sales > 0, age, null)) as closed_for,
    cast(sum(if(age <= 7, amount, 0)) as float64) / least(max(age), 7) as mean_7,
    cast(sum(if(age <= 28, amount, 0)) as float64) / least(max(age), 28) as mean_28,
    cast(sum(if(age <= 56, amount, 0)) as float64) / least(max(age), 56) as mean_56,
    cast(sum(if(age between 29 and 56, amount, 0)) as float64) / 28 as mean_28_before,
    cast(max(if(age <= 28, amount, null)) as float64) as best_28,
    cast(sum(if(age <= 28, sales, 0)) as float64) as orders_28
  from past
  group by as_of
),
weekdays as ( -- the same for each day of the week
  select
    as_of, day_of_week,
    cast(any_value(amount having min age) as float64) as last_same,
    cast(sum(if(age <= 28, amount, 0)) as float64) / nullif(countif(age <= 28), 0) as same_4,
    cast(sum(if(age <= 56, amount, 0)) as float64) / nullif(countif(age <= 56), 0) as same_8,
    countif(age <= 56 and sales > 0) / nullif(countif(age <= 56), 0) as open_8
  from past
  group by as_of, day_of_week
),
ahead as ( -- the keys of the rows
  select
    as_of, days_ahead, date_add(as_of, interval days_ahead - 1 day) as target_day
  from unnest(@as_of) as as_of
  join unnest(generate_array(1, @horizon_days)) as days_ahead
)
select
  ahead.as_of, 'company' as entity, ahead.days_ahead, ahead.target_day,
  greatest(coalesce(same_8, mean_56), 0) + greatest(mean_56, 0) / 100 + 0.01 as expected,
  cast(ahead.days_ahead as float64) as ahead_days,
  cast(extract(dayofweek from target_day) as float64) as weekday,
  cast(extract(day from target_day) as float64) as day_of_month,
  cast(date_diff(last_day(target_day), target_day, day) as float64) as days_to_month_end,
  sin(6.283185307179586 * extract(dayofyear from target_day) / 365.25) as season_sin,
  cos(6.283185307179586 * extract(dayofyear from target_day) / 365.25) as season_cos,
  last_same as same_weekday_last,
  same_4 as same_weekday_mean_4,
  same_8 as same_weekday_mean_8,
  open_8 as same_weekday_open,
  last_amount as last_day,
  cast(closed_for as float64) as days_since_sales,
  mean_7 as mean_7d, mean_28 as mean_28d, mean_56 as mean_56d,
  if(days_seen >= 56, mean_28 - mean_28_before, null) as trend,
  best_28 as best_28d,
  orders_28 as orders_28d,
  safe_divide(mean_28 * least(days_seen, 28), orders_28) as order_value_28d,
  if(a_year_before.past_day is null, null, cast(a_year_before.amount as float64)) as year_before
from ahead
join levels on levels.as_of = ahead.as_of
left join weekdays on weekdays.as_of = ahead.as_of and weekdays.day_of_week = extract(dayofweek from target_day)
left join past as a_year_before
  on a_year_before.as_of = ahead.as_of and a_year_before.past_day = date_sub(target_day, interval 364 day)
order by as_of, days_ahead
