-- @days array<date>, @first_day date, @last_day date, @file_dates array<date>, @base_currency string, @keep_duplicates bool
-- @recent_from date, @history_from date, @before_recent date, @codes array<string>, @rare_codes array<string>
-- Rebuilds the given business days from raw rows. @file_dates are the dates of all files with rows of these days. Missing
-- prices are imputed from @recent_from on, and for @rare_codes from all history: the table is clustered by product.

-- Every row of these days with its exchange rate, null if none is known.
create temp table incoming as
-- Rows that a check of several rows keeps out.
with judged as (
  select _object as judged_object, _row as judged_row
  from clean.quarantine
  where stage = 'clean' and feed = 'transactions' and rule in ('unknown_reference', 'not_unique')
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
      partition by invoice_no, stock_code, quantity, invoice_date order by _object, _row
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

-- First copies with a rate, and the price of each: given, imputed, from the catalogue, or null.
create temp table priced as
with missing as (
  select distinct business_date, stock_code, currency
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
-- Second choice: the median of the product in the base currency over all days up to that day.
all_medians as (
  select distinct missing.business_date, missing.stock_code,
    percentile_cont(cast(known.unit_price as float64) * cast(known.fx_rate as float64), 0.5) over (
      partition by missing.business_date, missing.stock_code
    ) as base_price
  from (select distinct business_date, stock_code from missing) as missing
  join known on known.stock_code = missing.stock_code and known.business_date <= missing.business_date
),
-- Last choice, and the category of lines that name none.
catalogue as (
  select stock_code, unit_price, currency, category
  from raw.products
  where not _quarantined
  qualify row_number() over (partition by stock_code order by _row) = 1
)
select
  incoming.business_date, incoming.invoice_no, incoming.stock_code, incoming.description, incoming.quantity,
  incoming.invoice_date, incoming.currency, incoming.fx_rate, incoming.fx_date,
  ifnull(incoming.discount, numeric '0') as line_discount,
  incoming.customer_id, incoming.country, incoming.store_id,
  ifnull(incoming.category, catalogue.category) as line_category,
  case
    when incoming.category is not null then 'given'
    when catalogue.category is not null then 'catalogue'
    else 'none'
  end as category_source,
  case
    when incoming.unit_price is not null then incoming.unit_price
    when week_medians.price is not null then week_medians.price
    when all_medians.base_price is not null
      then cast(round(all_medians.base_price / cast(incoming.fx_rate as float64), 6) as numeric)
    when catalogue.currency = incoming.currency then catalogue.unit_price
    when catalogue.currency = @base_currency
      then cast(round(cast(catalogue.unit_price as float64) / cast(incoming.fx_rate as float64), 6) as numeric)
  end as line_price,
  case
    when incoming.unit_price is not null then 'given'
    when week_medians.price is not null then 'median_7d'
    when all_medians.base_price is not null then 'median_all'
    else 'catalogue'
  end as price_source,
  incoming._source_date, incoming._object, incoming._generation, incoming._row
from incoming
left join week_medians
  on week_medians.business_date = incoming.business_date
  and week_medians.stock_code = incoming.stock_code
  and week_medians.currency = incoming.currency
left join all_medians
  on all_medians.business_date = incoming.business_date
  and all_medians.stock_code = incoming.stock_code
left join catalogue on catalogue.stock_code = incoming.stock_code
where incoming.copy_number = 1 and incoming.fx_rate is not null;

insert into clean.lines (
  business_date, invoice_no, stock_code, description, quantity, invoice_date, unit_price, price_source, currency,
  fx_rate, fx_date, fx_filled, discount, customer_id, is_guest, country, store_id, category, category_source,
  gross, returns, net, _source_date, _object, _generation, _row
)
-- GoogleSQL rounds NUMERIC products to nine decimals; the casts make every engine do so. Most lines have no discount and
-- no foreign currency: skipping their multiplication by one saves most of the time here.
with listed as (
  select *, cast(quantity * line_price as numeric) as list_amount
  from priced
  where line_price is not null
),
discounted as (
  select *,
    if(line_discount = numeric '0', list_amount, cast(list_amount * (numeric '1' - line_discount) as numeric)) as paid_amount
  from listed
),
valued as (
  select *, if(fx_rate = numeric '1', paid_amount, cast(paid_amount * fx_rate as numeric)) as amount
  from discounted
)
select
  business_date, invoice_no, stock_code, ifnull(description, 'UNKNOWN'), quantity, invoice_date, line_price,
  price_source, currency, fx_rate, fx_date, fx_date < business_date, line_discount, customer_id,
  customer_id is null, country, store_id, line_category, category_source,
  if(quantity > 0, amount, numeric '0'),
  if(quantity < 0, -amount, numeric '0'),
  amount,
  _source_date, _object, _generation, _row
from valued;
