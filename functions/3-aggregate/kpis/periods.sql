-- Every day, week and month from the first known day to the newest, with its state. Reading all history is cheap: a day has
-- one row for the company.

with trading as (
  select business_date
  from metrics.daily_sales
  where dimension = 'company'
),
bounds as (
  select min(business_date) as first_known, max(business_date) as last_known
  from trading
),
calendar as (
  select day, first_known, last_known
  from bounds
  cross join unnest(generate_date_array(first_known, last_known)) as day
),
-- open_around counts on how many of the same weekdays, within eight weeks before and after, the company traded.
days as (
  select
    calendar.day, first_known, last_known, trading.business_date is not null as is_open,
    countif(trading.business_date is not null) over (
      partition by extract(dayofweek from calendar.day) order by calendar.day rows between 8 preceding and 8 following
    ) as open_around
  from calendar
  left join trading on trading.business_date = calendar.day
),
period_days as (
  select 'daily' as cadence, day as period, day as period_end, first_known, last_known, is_open, open_around
  from days
  union all
  select
    'weekly', date_trunc(day, week(monday)), date_add(date_trunc(day, week(monday)), interval 6 day),
    first_known, last_known, is_open, open_around
  from days
  union all
  select 'monthly', date_trunc(day, month), last_day(day, month), first_known, last_known, is_open, open_around
  from days
),
judged as (
  select
    cadence, period, period_end, first_known,
    case
      when logical_or(is_open) and period_end > last_known then 'unfinished'
      when logical_or(is_open) then 'complete'
      when max(open_around) = 0 then 'closed'
      else 'gap'
    end as state
  from period_days
  group by cadence, period, period_end, first_known, last_known
)
select
  cadence, period, period_end, state,
  case state
    when 'unfinished' then 'the period goes on after the newest known day'
    when 'closed' then 'no lines: the company does not trade on these weekdays'
    when 'gap' then 'no lines: a holiday, or a missing file'
  end as reason,
  greatest(0, least(365, date_diff(period, first_known, day))) as history_days
from judged
order by cadence, period;
