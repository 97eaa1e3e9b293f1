-- Rebuilds the given business days from the rows of incoming.sql.

insert into clean.lines (
  business_date, invoice_no, stock_code, description, quantity, invoice_date, unit_price, price_source, currency,
  fx_rate, fx_date, fx_filled, discount, customer_id, is_guest, country, store_id, category, category_source,
  gross, returns, net, _source_date, _object, _generation, _row
)
-- The category of lines that name none.
with catalogue as (
  select stock_code, category
  from raw.products
  where not _quarantined
  qualify row_number() over (partition by stock_code order by _row) = 1
),
-- First copies with a rate, and the price of each: given, found, or null.
priced as (
  select
    incoming.*, ifnull(incoming.discount, numeric '0') as line_discount,
    ifnull(incoming.category, catalogue.category) as line_category,
    case
      when incoming.category is not null then 'given'
      when catalogue.category is not null then 'catalogue'
      else 'none'
    end as category_source,
    ifnull(incoming.unit_price, found_prices.found_price) as line_price,
    if(incoming.unit_price is not null, 'given', found_prices.found_in) as price_source
  from incoming
  left join found_prices
    on found_prices.business_date = incoming.business_date
    and found_prices.stock_code = incoming.stock_code
    and found_prices.currency = incoming.currency
  left join catalogue on catalogue.stock_code = incoming.stock_code
  where incoming.copy_number = 1 and incoming.fx_rate is not null
),
-- GoogleSQL rounds NUMERIC products to nine decimals; the casts make every engine do so. Most lines have no discount and
-- no foreign currency: skipping their multiplication by one saves most of the time here.
listed as (
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
