-- Sales of each day, of the company and by country.

select
  cast(business_date as string) as business_date, dimension, value, orders, cast(gross as float64) as gross, cast(net as float64) as net
from metrics.daily_sales
where dimension in ('company', 'country')
order by business_date, dimension, value;
