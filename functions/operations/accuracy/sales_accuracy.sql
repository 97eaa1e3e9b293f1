-- @since date
-- Each forecast day of the company that is known by now, next to its actual sales. A day without sales counts as zero.

with known as (
  select max(business_date) as last_day
  from metrics.daily_sales
  where dimension = 'company'
)
select
  cast(as_of as string) as as_of, cast(foreseen.business_date as string) as business_date,
  date_diff(foreseen.business_date, as_of, day) + 1 as days_ahead,
  cast(foreseen.value as float64) as predicted,
  cast(low80 as float64) as low80, cast(high80 as float64) as high80,
  cast(low95 as float64) as low95, cast(high95 as float64) as high95,
  cast(coalesce(net, 0) as float64) as actual
from predictions.sales_forecast as foreseen
cross join known
left join metrics.daily_sales as sold on sold.business_date = foreseen.business_date and dimension = 'company'
where as_of >= @since and foreseen.business_date <= last_day
order by as_of, foreseen.business_date;
