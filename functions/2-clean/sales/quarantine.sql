-- @days array<date>, @first_day date, @last_day date, @subject_rules array<string>
-- The rows of these days that did not become lines, each with its rule; those of checks/ are judged before. Runs after lines.sql in the same transaction and
-- reads its temporary tables.

delete from clean.quarantine
where stage = 'clean' and feed = 'transactions' and rule in unnest(@subject_rules)
  and day between @first_day and @last_day and day in unnest(@days);

insert into clean.quarantine (
  day, stage, feed, rule, column_name, value, message, reasons, record, waits_for, stock_code,
  _source_date, _object, _generation, _row
)
-- A row breaks one rule at most, in this order: a later rule needs what an earlier one found.
with left_out as (
  select *, 'duplicate' as rule, 'invoice_no' as column_name, invoice_no as value,
    'the same invoice, product, quantity, time, price and discount stand on an earlier row; duplicates: keep in the contract would keep both' as message,
    cast(null as string) as waits_for
  from incoming
  where copy_number > 1
  union all
  select *, 'fx_missing', 'currency', currency,
    concat('no exchange rate for ', currency, ' on this day or before it'), currency
  from incoming
  where copy_number = 1 and fx_rate is null
  union all
  select incoming.*, 'price_unknown', 'unit_price', cast(null as string),
    'no price is given, none of this product is known up to this day, and the catalogue has none',
    incoming.stock_code
  from incoming
  left join found_prices
    on found_prices.business_date = incoming.business_date
    and found_prices.stock_code = incoming.stock_code
    and found_prices.currency = incoming.currency
  where incoming.copy_number = 1 and incoming.fx_rate is not null and incoming.unit_price is null
    and found_prices.found_price is null
)
select
  business_date, 'clean', 'transactions', rule, column_name, value, message, message,
  concat('invoice ', invoice_no, ', product ', stock_code, ', quantity ', cast(quantity as string)),
  waits_for, stock_code, _source_date, _object, _generation, _row
from left_out;
