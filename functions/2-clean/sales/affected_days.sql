-- @days array<date>, @file_dates array<date>, @rate_days array<date>, @first_day date, @catalogue_changed bool
-- The business days that a change can alter: the days themselves, days with a rate from a changed day, days with a price
-- imputed from a changed day, and days that use the catalogue. A change alters no earlier day. Every table repeats the
-- bound @first_day, because BigQuery does not prune partitions by joins.

-- Days with a line whose rate came from a changed day, or now would, and days with a row that waits for a rate.
with changed_by_rate as (
  select business_date as day
  from clean.lines
  where business_date >= @first_day and fx_date in unnest(@rate_days) and fx_rate <> numeric '1'
  union distinct
  select line.business_date
  from clean.lines as line
  join raw.fx_rates as rate on rate.currency = line.currency
  where line.business_date >= @first_day
    and rate.rate_date in unnest(@rate_days)
    and rate.rate_date <= line.business_date
    and rate.rate_date >= line.fx_date
  union distinct
  select held.day
  from clean.quarantine as held
  join raw.fx_rates as rate on rate.currency = held.waits_for
  where held.day >= @first_day and held.feed = 'transactions' and held.rule = 'fx_missing'
    and rate.rate_date in unnest(@rate_days) and rate.rate_date <= held.day
  union distinct
  -- A row that waits for a price waits for the rate instead if its rate goes.
  select held.day
  from clean.quarantine as held
  join unnest(@rate_days) as rate_day on rate_day <= held.day
  where held.day >= @first_day and held.feed = 'transactions' and held.rule = 'price_unknown'
),
-- Days with a line whose price or category came from the catalogue, or a row that waits for a price.
changed_by_catalogue as (
  select distinct line.business_date as day
  from clean.lines as line
  left join raw.products as product on product.stock_code = line.stock_code
  where line.business_date >= @first_day
    and @catalogue_changed
    and (
      line.price_source = 'catalogue'
      or (line.category_source <> 'given' and ifnull(product.category, '') <> ifnull(line.category, ''))
    )
  union distinct
  select day
  from clean.quarantine
  where day >= @first_day and @catalogue_changed and feed = 'transactions' and rule = 'price_unknown'
),
changed as (
  select day from unnest(@days) as day
  union distinct
  select day from changed_by_rate
  union distinct
  select day from changed_by_catalogue
),
-- Products whose known prices on the changed days may differ, before or after the change.
changed_products as (
  select line.business_date as day, line.stock_code
  from clean.lines as line
  join changed on changed.day = line.business_date
  where line.business_date >= @first_day
  union distinct
  -- A row that gets its rate has a price from which others may be imputed.
  select held.day, held.stock_code
  from clean.quarantine as held
  join changed on changed.day = held.day
  where held.day >= @first_day and held.feed = 'transactions' and held.rule = 'fx_missing'
  union distinct
  select business_date, stock_code
  from raw.transactions
  where _source_date in unnest(@file_dates) and business_date in unnest(@days)
),
-- Days with a line whose price was imputed from a changed product, or a row that waits for its price.
changed_by_price as (
  select distinct line.business_date as day
  from clean.lines as line
  join changed_products as product on product.stock_code = line.stock_code and product.day <= line.business_date
  where line.business_date >= @first_day
    and line.price_source <> 'given'
    and (line.price_source <> 'median_7d' or product.day >= date_sub(line.business_date, interval 7 day))
  union distinct
  select distinct held.day
  from clean.quarantine as held
  join changed_products as product on product.stock_code = held.waits_for and product.day <= held.day
  where held.day >= @first_day and held.feed = 'transactions' and held.rule = 'price_unknown'
)
select day from changed
union distinct
select day from changed_by_price
order by day;
