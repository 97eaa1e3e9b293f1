-- @after string, @days array<date>, @first_day date, @last_day date
-- One page of all customers' rows on the given days. The bounds prune all partitions outside of them.

select
  customer_id, cast(business_date as string) as day, country, orders, cast(items as float64) as items_sold, unique_products,
  cast(gross as float64) as gross_value, cast(returns as float64) as returns_value, cast(net as float64) as net_value
from metrics.daily_customer_metrics
where business_date between @first_day and @last_day and business_date in unnest(@days) and customer_id > @after
order by customer_id, day
limit 500000;
