-- @as_of array<date>, @horizon_days int64, @known_until date
-- Net sales of the company on each day ahead. Days without sales have no row.

select
  as_of, 'company' as entity, date_diff(business_date, as_of, day) + 1 as days_ahead,
  cast(net as float64) as label
from unnest(@as_of) as as_of
join metrics.daily_sales
  on business_date >= as_of and business_date < date_add(as_of, interval @horizon_days day)
where dimension = 'company' and business_date <= @known_until
order by as_of, days_ahead
