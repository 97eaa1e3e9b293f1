-- Sales of each day, in total and by country. Reading all history is cheap: a day has one row per country.

select
  cast(business_date as string) as business_date, dimension, value, orders, customers,
  cast(gross as float64) as gross, cast(net as float64) as net
from metrics.daily_sales
where dimension in ('company', 'country')
order by business_date, dimension, value;
