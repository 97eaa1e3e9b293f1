-- @days array<date>, @file_dates array<date>, @first_day date, @last_day date, @recent_from date, @codes array<string>
-- The products with a missing price and no certain price in the 7 days before. Lines of the days that are rebuilt do not
-- count, because the rebuild may change them.

-- The prices to impute.
with missing as (
  select distinct business_date, stock_code, currency
  from raw.transactions
  where _source_date in unnest(@file_dates)
    and business_date between @first_day and @last_day
    and business_date in unnest(@days)
    and unit_price is null
    and not _quarantined
),
-- The days on which one of the products had a given price.
recent as (
  select distinct business_date, stock_code, currency
  from clean.lines
  where business_date between @recent_from and @last_day
    and business_date not in unnest(@days)
    and stock_code in unnest(@codes)
    and price_source = 'given' and unit_price > 0
)
select distinct stock_code
from (
  select missing.stock_code
  from missing
  left join recent
    on recent.stock_code = missing.stock_code
    and recent.currency = missing.currency
    and recent.business_date >= date_sub(missing.business_date, interval 7 day)
    and recent.business_date < missing.business_date
  group by missing.business_date, missing.stock_code, missing.currency
  having count(recent.stock_code) = 0
)
order by stock_code;
