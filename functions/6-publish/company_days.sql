-- Sales of each day, of the company and by country. A day has a row for each country: all history is little.

select
  cast(business_date as string) as business_date, dimension, value, orders, customers,
  cast(gross as float64) as gross, cast(net as float64) as net
from metrics.daily_sales
where dimension in ('company', 'country')
order by business_date, dimension, value;
