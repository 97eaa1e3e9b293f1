-- @days array<date>, @first_day date, @last_day date
-- The largest orders of the period that were cancelled within it, if they are 5 % of its gross sales or more.

with sold_in_all as (
  select sum(gross) as amount
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days)
),
-- Few lines are so large. Only for these is a cancellation looked for.
large as (
  select invoice_no, stock_code, quantity, invoice_date, customer_id, gross
  from clean.lines
  cross join sold_in_all
  where business_date between @first_day and @last_day and business_date in unnest(@days)
    and quantity > 0 and gross > 0 and gross >= cast(sold_in_all.amount * numeric '0.05' as numeric)
),
pairs as (
  select
    large.invoice_no as order_no, back.invoice_no as cancellation_no, large.customer_id, large.stock_code, large.quantity,
    large.gross
  from large
  join clean.lines as back
    on back.stock_code = large.stock_code
    and ifnull(back.customer_id, '') = ifnull(large.customer_id, '')
    and back.quantity = -large.quantity
    and back.invoice_date >= large.invoice_date
  where back.business_date between @first_day and @last_day and back.business_date in unnest(@days) and back.quantity < 0
)
select order_no, cancellation_no, customer_id, stock_code, quantity, gross
from pairs
order by gross desc, order_no, cancellation_no
limit 3;
