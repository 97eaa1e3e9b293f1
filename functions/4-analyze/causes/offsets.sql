-- @days array<date>, @first_day date, @last_day date, @cadence string
-- By period, the largest orders that were cancelled within it, if they are 5 % of its gross sales or more.

with sold_in_all as (
  select
    case @cadence
      when 'weekly' then date_trunc(business_date, week(monday))
      when 'monthly' then date_trunc(business_date, month)
      else business_date
    end as period_start,
    sum(gross) as amount
  from clean.lines
  where business_date between @first_day and @last_day and business_date in unnest(@days)
  group by period_start
),
-- Few lines are so large. Only for these is a cancellation looked for.
large as (
  select period_start, invoice_no, stock_code, quantity, invoice_date, customer_id, gross
  from clean.lines
  join sold_in_all
    on period_start = case @cadence
      when 'weekly' then date_trunc(business_date, week(monday))
      when 'monthly' then date_trunc(business_date, month)
      else business_date
    end
  where business_date between @first_day and @last_day and business_date in unnest(@days)
    and quantity > 0 and gross > 0 and gross >= cast(sold_in_all.amount * numeric '0.05' as numeric)
),
pairs as (
  select
    large.period_start, large.invoice_no as order_no, back.invoice_no as cancellation_no, large.customer_id,
    large.stock_code, large.quantity, large.gross
  from large
  join clean.lines as back
    on back.stock_code = large.stock_code
    and ifnull(back.customer_id, '') = ifnull(large.customer_id, '')
    and back.quantity = -large.quantity
    and back.invoice_date >= large.invoice_date
    and large.period_start = case @cadence
      when 'weekly' then date_trunc(back.business_date, week(monday))
      when 'monthly' then date_trunc(back.business_date, month)
      else back.business_date
    end
  where back.business_date between @first_day and @last_day and back.business_date in unnest(@days) and back.quantity < 0
)
select
  cast(period_start as string) as first_day, order_no, cancellation_no, customer_id, stock_code, quantity, gross
from pairs
qualify row_number() over (partition by period_start order by gross desc, order_no, cancellation_no, stock_code) <= 3
order by period_start, gross desc, order_no, cancellation_no, stock_code;
