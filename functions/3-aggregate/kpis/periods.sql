-- Every day, week and month of each calendar from the first known day to the newest, with its state. Reading all history is cheap: a day has
-- one row for the company.

with trading as (
  select 'sales' as calendar, business_date
  from metrics.daily_sales
  where dimension = 'company'
  union all
  select distinct 'credit', business_date
  from credit.daily
),
bounds as (
  select calendar, min(business_date) as first_known, max(business_date) as last_known
  from trading
  group by calendar
),
known_days as (
  select bounds.calendar, day, first_known, last_known
  from bounds
  cross join unnest(generate_date_array(first_known, last_known)) as day
),
-- open_around counts on how many of the same weekdays, within eight weeks before and after, the company traded.
days as (
  select
    known_days.calendar, known_days.day, first_known, last_known, trading.business_date is not null as is_open,
    countif(trading.business_date is not null) over (
      partition by known_days.calendar, extract(dayofweek from known_days.day)
      order by known_days.day rows between 8 preceding and 8 following
    ) as open_around
  from known_days
  left join trading on trading.calendar = known_days.calendar and trading.business_date = known_days.day
),
period_days as (
  select calendar, 'daily' as cadence, day as period, day as period_end, first_known, last_known, is_open, open_around
  from days
  union all
  select
    calendar, 'weekly', date_trunc(day, week(monday)), date_add(date_trunc(day, week(monday)), interval 6 day),
    first_known, last_known, is_open, open_around
  from days
  union all
  select calendar, 'monthly', date_trunc(day, month), last_day(day, month), first_known, last_known, is_open, open_around
  from days
),
judged as (
  select
    calendar, cadence, period, period_end, first_known,
    case
      when logical_or(is_open) and period_end > last_known then 'unfinished'
      when logical_or(is_open) then 'complete'
      when max(open_around) = 0 then 'closed'
      else 'gap'
    end as state
  from period_days
  group by calendar, cadence, period, period_end, first_known, last_known
)
select
  calendar, cadence, period, period_end, state,
  case state
    when 'unfinished' then 'the period goes on after the newest known day'
    when 'closed' then 'no lines: the company does not trade on these weekdays'
    when 'gap' then 'no lines: a holiday, or a missing file'
  end as reason,
  greatest(0, least(365, date_diff(period, first_known, day))) as history_days
from judged
order by calendar, cadence, period;
