-- @as_of array<date>, @known_until date, @below string
-- Net spend on the customer's first buying day from the as-of date on. Customers who have not returned have no label.

select
  as_of, customer_id as entity,
  greatest(cast(any_value(net having min business_date) as float64), 0) as label
from unnest(@as_of) as as_of
join metrics.daily_customer_metrics on business_date >= as_of
where orders > 0 and business_date <= @known_until and to_hex(md5(customer_id)) < @below
group by as_of, customer_id
order by as_of, entity
