-- @days array<date>, @first_day date, @last_day date, @history_from date
-- The days of the next orders of customers who lost their first one. They become first orders.

with orders_now as (
  select customer_id, min(business_date) as first_now
  from metrics.daily_customer_metrics
  where business_date between @first_day and @last_day and business_date in unnest(@days) and orders > 0
  group by customer_id
),
lost as (
  select known.customer_id
  from metrics.first_orders as known
  left join orders_now on orders_now.customer_id = known.customer_id
  where known.first_order_day in unnest(@days) and (first_now is null or first_now > known.first_order_day)
)
select distinct next_day as day
from (
  select customer_id, min(business_date) as next_day
  from metrics.daily_customer_metrics
  where business_date >= @history_from and orders > 0 and customer_id in (select customer_id from lost)
  group by customer_id
) as next_orders
order by day;
