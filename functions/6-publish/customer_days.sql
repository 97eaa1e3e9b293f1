-- @after string, @rows int64
-- One page of the customers' days, in the order of the shards. The table is small beside the lines: one row per customer and day.

select
  customer_id, cast(business_date as string) as business_date, country, orders, items, unique_products,
  cast(gross as float64) as gross, cast(returns as float64) as returns, cast(net as float64) as net
from metrics.daily_customer_metrics
where customer_id > @after
order by customer_id, business_date
limit 200000;
