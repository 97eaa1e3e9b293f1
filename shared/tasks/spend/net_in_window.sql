-- @as_of array<date>, @horizon_days int64, @known_until date, @below string
-- Net spend during the horizon, which starts on the as-of date. A negative sum counts as zero.

select as_of, customer_id as entity, greatest(cast(sum(net) as float64), 0) as label
from unnest(@as_of) as as_of
join metrics.daily_customer_metrics
  on business_date >= as_of and business_date < date_add(as_of, interval @horizon_days day)
where business_date <= @known_until and to_hex(md5(customer_id)) < @below
group by as_of, customer_id
order by as_of, entity
