-- @days array<date>, @first_day date, @last_day date
-- The largest orders of the period that were cancelled within it, if they are 5 % of its gross sales or more.

with period_lines as (
  select invoice_no, stock_code, quantity, invoice_date, customer_id, gross, returns
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days)
),
sold_in_all as (
  select sum(gross) as amount
  from period_lines
),
pairs as (
  select
    sold.invoice_no as order_no, back.invoice_no as cancellation_no, sold.customer_id, sold.stock_code, sold.quantity,
    sold.gross
  from period_lines as sold
  join period_lines as back
    on back.stock_code = sold.stock_code
    and ifnull(back.customer_id, '') = ifnull(sold.customer_id, '')
    and back.quantity = -sold.quantity
    and back.invoice_date >= sold.invoice_date
  cross join sold_in_all
  where sold.quantity > 0 and sold.gross > 0 and sold.gross >= cast(sold_in_all.amount * numeric '0.05' as numeric)
)
select order_no, cancellation_no, customer_id, stock_code, quantity, gross
from pairs
order by gross desc, order_no, cancellation_no
limit 3;
