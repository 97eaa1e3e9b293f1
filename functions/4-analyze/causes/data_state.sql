-- @days array<date>, @first_day date, @last_day date
-- How each day's data looks: its lines, the minute of the day of the last one, lines with the rate of an earlier day, lines
-- that repeat another file's, its files, and rows in quarantine by rule.

with day_lines as (
  select
    business_date, stock_code, quantity, invoice_date, unit_price, ifnull(customer_id, '') as customer, currency,
    fx_filled, _object
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days)
),
-- The same sale in two files, whatever its invoice is called: clean removes only those with the same invoice.
repeated as (
  select business_date, count(*) as copies
  from day_lines
  group by business_date, stock_code, quantity, invoice_date, unit_price, customer
  having count(distinct _object) > 1
),
facts as (
  select business_date, 'lines' as fact, '' as about, count(*) as amount
  from day_lines
  group by business_date
  union all
  select
    business_date, 'last_minute', '',
    max(extract(hour from invoice_date) * 60 + extract(minute from invoice_date))
  from day_lines
  group by business_date
  union all
  select business_date, 'old_rate', currency, countif(fx_filled)
  from day_lines
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
