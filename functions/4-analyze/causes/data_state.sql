-- @days array<date>, @first_day date, @last_day date
-- How each day's data looks: its lines, the minute of the day of the last one, lines with the rate of an earlier day, lines
-- that repeat another file's, its files, and rows in quarantine by rule.

-- Each table of lines repeats the days: a table read by several others would be kept in memory.
with day_totals as (
  select
    business_date, count(*) as line_count,
    max(extract(hour from invoice_date) * 60 + extract(minute from invoice_date)) as last_minute,
    min(_object) <> max(_object) as has_several_files
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days)
  group by business_date
),
-- The same sale in two files, whatever its invoice is called: clean removes only those with the same invoice. A day with one
-- file, as most have, has none.
repeated as (
  select line.business_date, count(*) as copies
  from clean.lines as line
  join day_totals on day_totals.business_date = line.business_date
  where line.business_date between @first_day and @last_day and line.business_date in unnest(@days) and has_several_files
  group by line.business_date, stock_code, quantity, invoice_date, unit_price, ifnull(customer_id, '')
  having min(_object) <> max(_object)
),
facts as (
  select business_date, 'lines' as fact, '' as about, line_count as amount
  from day_totals
  union all
  select business_date, 'last_minute', '', last_minute
  from day_totals
  union all
  select business_date, 'old_rate', currency, count(*)
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days) and fx_filled
  group by business_date, currency
  union all
  select business_date, 'repeated', '', sum(copies)
  from repeated
  group by business_date
  union all
  select business_date, 'files', '', count(distinct _object)
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days)
  group by business_date
  union all
  select day, 'quarantined', rule, count(*)
  from clean.quarantine
  where day between @first_day and @last_day and day in unnest(@days)
    and feed = 'transactions' and rule <> 'duplicate'
  group by day, rule
)
select cast(business_date as string) as day, fact, about, amount
from facts
where amount > 0
order by business_date, fact, about;
