-- @as_of array<date>, @sequence_days int64, @below string
-- Days with any line, within the sequence before each as-of date. Missing days are zeros. Age 1 is the day before.

select
  as_of, customer_id as entity,
  date_diff(as_of, business_date, day) as age,
  cast(net as float64) as net,
  cast(returns as float64) as returned,
  cast(orders as float64) as orders,
  cast(items as float64) as items,
  cast(unique_products as float64) as products
from unnest(@as_of) as as_of
join metrics.daily_customer_metrics
  on business_date < as_of and business_date >= date_sub(as_of, interval @sequence_days day)
where to_hex(md5(customer_id)) < @below
order by as_of, entity, age
