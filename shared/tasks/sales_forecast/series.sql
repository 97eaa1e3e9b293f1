-- @before date
-- Every day with sales before the given one.

select
  business_date, cast(net as float64) as net, cast(gross as float64) as gross, cast(orders as float64) as orders
from metrics.daily_sales
where dimension = 'company' and business_date < @before
order by business_date
