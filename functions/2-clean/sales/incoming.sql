-- @days array<date>, @first_day date, @last_day date, @file_dates array<date>, @base_currency string
-- @keep_duplicates bool, @subject_rules array<string>
-- Takes the lines of the given business days away, and puts the rows aside that may become new ones. @file_dates are the dates of all files with rows of these days.

-- Every row of these days with its exchange rate, null if none is known.
create temp table incoming as
-- Rows that a check of several rows keeps out: all rules but those of quarantine.sql.
with judged as (
  select _object as judged_object, _row as judged_row
  from clean.quarantine
  where stage = 'clean' and feed = 'transactions' and rule not in unnest(@subject_rules)
    and day between @first_day and @last_day and day in unnest(@days)
    and _source_date in unnest(@file_dates)
),
-- Rows that break no check. copy_number 1 is the first copy of a duplicated row, by object name and then by row; the
-- contract may keep all of them, since the same thing may be sold twice.
staged as (
  select
    business_date, invoice_no, stock_code, description, quantity, invoice_date, unit_price, currency, discount,
    customer_id, country, store_id, category, _source_date, _object, _generation, _row,
    if(@keep_duplicates, 1, row_number() over (
      partition by invoice_no, stock_code, quantity, invoice_date, unit_price, discount order by _object, _row
    )) as copy_number
  from raw.transactions
  left join judged on judged_object = _object and judged_row = _row
  where _source_date in unnest(@file_dates)
    and business_date between @first_day and @last_day
    and business_date in unnest(@days)
    and not _quarantined
    and judged_row is null
),
-- One rate per currency and day: the newest file counts.
rates as (
  select currency, rate_date, rate_to_base
  from raw.fx_rates
  where not _quarantined
  qualify row_number() over (partition by currency, rate_date order by _source_date desc, _object desc, _row desc) = 1
),
-- Each rate with the day on which the next one replaces it.
rate_spans as (
  select currency, rate_date, rate_to_base,
    ifnull(lead(rate_date) over (partition by currency order by rate_date), date '9999-12-31') as next_rate_date
  from rates
),
-- The rate in force for each day and foreign currency: of that day or the last one before it.
day_rates as (
  select needed.business_date, needed.currency, span.rate_to_base, span.rate_date
  from (select distinct business_date, currency from staged where currency <> @base_currency) as needed
  join rate_spans as span
    on span.currency = needed.currency
    and span.rate_date <= needed.business_date
    and needed.business_date < span.next_rate_date
)
select
  staged.business_date, staged.invoice_no, staged.stock_code, staged.description, staged.quantity,
  staged.invoice_date, staged.unit_price, staged.currency, staged.discount, staged.customer_id, staged.country,
  staged.store_id, staged.category, staged._source_date, staged._object, staged._generation, staged._row,
  staged.copy_number,
  if(staged.currency = @base_currency, numeric '1', day_rates.rate_to_base) as fx_rate,
  if(staged.currency = @base_currency, staged.business_date, day_rates.rate_date) as fx_date
from staged
left join day_rates on day_rates.business_date = staged.business_date and day_rates.currency = staged.currency;

delete from clean.lines
where business_date between @first_day and @last_day and business_date in unnest(@days);
