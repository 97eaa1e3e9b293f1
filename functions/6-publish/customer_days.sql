-- @after string
-- One page of all customers' days, in the order of the snapshot's shards.

select
  customer_id, cast(business_date as string) as day, country, orders, cast(items as float64) as items_sold, unique_products,
  cast(gross as float64) as gross_value, cast(returns as float64) as returns_value, cast(net as float64) as net_value
from metrics.daily_customer_metrics
where customer_id > @after
order by customer_id, day
limit 500000;
