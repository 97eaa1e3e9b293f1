-- @days array<date>, @first_day date, @last_day date
-- The days outside of the changed ones that lose a first order, because a customer now ordered earlier; and, in a row with
-- is_lost, that some first orders on changed days are gone, so that only history can tell the next one.

with orders_now as (
  select customer_id, min(business_date) as first_now
  from metrics.daily_customer_metrics
  where business_date between @first_day and @last_day and business_date in unnest(@days) and orders > 0
  group by customer_id
)
select distinct known.first_order_day as day, known.first_order_day in unnest(@days) as is_lost
from metrics.first_orders as known
left join orders_now on orders_now.customer_id = known.customer_id
where (known.first_order_day in unnest(@days) and (first_now is null or first_now > known.first_order_day))
  or first_now < known.first_order_day
order by day;
