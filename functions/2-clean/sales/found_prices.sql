-- @first_day date, @last_day date, @base_currency string
-- @recent_from date, @history_from date, @before_recent date, @codes array<string>, @rare_codes array<string>
-- The prices of rows without one, and where they were found: from @recent_from on, and for @rare_codes in all history. The
-- table of lines is clustered by product. These rows are few: put aside, they let the many others be written at once.
-- Runs after incoming.sql, while clean.lines lacks the days that are rebuilt.

create temp table found_prices as
with missing as (
  select distinct business_date, stock_code, currency, fx_rate
  from incoming
  where unit_price is null and copy_number = 1
),
-- Given prices of the products with a missing price, on the rebuilt days and before.
known as (
  select business_date, stock_code, currency, unit_price, fx_rate
  from incoming
  where unit_price > 0 and copy_number = 1 and fx_rate is not null
    and stock_code in (select stock_code from missing)
  union all
  select business_date, stock_code, currency, unit_price, fx_rate
  from clean.lines
  where business_date between @recent_from and @last_day
    and stock_code in unnest(@codes)
    and price_source = 'given' and unit_price > 0
  union all
  select business_date, stock_code, currency, unit_price, fx_rate
  from clean.lines
  where business_date between @history_from and @before_recent
    and stock_code in unnest(@rare_codes)
    and price_source = 'given' and unit_price > 0
),
-- Rule 4, first choice: the median of the same product and currency over the 7 days before. The median resists typing errors.
week_medians as (
  select distinct missing.business_date, missing.stock_code, missing.currency,
    cast(percentile_cont(cast(known.unit_price as float64), 0.5) over (
      partition by missing.business_date, missing.stock_code, missing.currency
    ) as numeric) as price
  from missing
  join known
    on known.stock_code = missing.stock_code
    and known.currency = missing.currency
    and known.business_date >= date_sub(missing.business_date, interval 7 day)
    and known.business_date < missing.business_date
),
-- The products that the week tells nothing of. Each is compared with all prices that it ever had, so they must be few.
rare as (
  select distinct missing.business_date, missing.stock_code
  from missing
  left join week_medians
    on week_medians.business_date = missing.business_date
    and week_medians.stock_code = missing.stock_code
    and week_medians.currency = missing.currency
  where week_medians.price is null
),
-- Second choice: the median of the product in the base currency over all days up to that day.
all_medians as (
  select distinct rare.business_date, rare.stock_code,
    percentile_cont(cast(known.unit_price as float64) * cast(known.fx_rate as float64), 0.5) over (
      partition by rare.business_date, rare.stock_code
    ) as base_price
  from rare
  join known on known.stock_code = rare.stock_code and known.business_date <= rare.business_date
),
-- Last choice.
catalogue as (
  select stock_code, unit_price, currency
  from raw.products
  where not _quarantined
  qualify row_number() over (partition by stock_code order by _row) = 1
)
select
  missing.business_date, missing.stock_code, missing.currency,
  case
    when week_medians.price is not null then week_medians.price
    when all_medians.base_price is not null
      then cast(round(all_medians.base_price / cast(missing.fx_rate as float64), 6) as numeric)
    when catalogue.currency = missing.currency then catalogue.unit_price
    when catalogue.currency = @base_currency
      then cast(round(cast(catalogue.unit_price as float64) / cast(missing.fx_rate as float64), 6) as numeric)
  end as found_price,
  case
    when week_medians.price is not null then 'median_7d'
    when all_medians.base_price is not null then 'median_all'
    else 'catalogue'
  end as found_in
from missing
left join week_medians
  on week_medians.business_date = missing.business_date
  and week_medians.stock_code = missing.stock_code
  and week_medians.currency = missing.currency
left join all_medians
  on all_medians.business_date = missing.business_date
  and all_medians.stock_code = missing.stock_code
left join catalogue on catalogue.stock_code = missing.stock_code;
