-- @after string
-- One page of the customers' days with what the register says of them, in the order of the shards.

select
  days.customer_id, cast(days.business_date as string) as business_date, days.country,
  days.orders, days.items, days.unique_products,
  cast(days.gross as float64) as gross, cast(days.returns as float64) as returns, cast(days.net as float64) as net,
  cast(register.joined as string) as joined, register.years as age
from metrics.daily_customer_metrics as days
left join (
  select customer_id, min(joined_on) as joined, cast(max(age) as float64) as years
  from raw.customers
  where not _quarantined
  group by customer_id
) as register on register.customer_id = days.customer_id
where days.customer_id > @after
order by customer_id, business_date
limit 500000;
