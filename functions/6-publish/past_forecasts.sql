-- @since date, @last_day date, @made_since date
-- Each known day beside the newest forecast of it that was made before it was known. A day without sales counts as zero.

with sold as (
  select business_date as sold_on, net
  from metrics.daily_sales
  where business_date between @since and @last_day and dimension = 'company'
)
select
  cast(business_date as string) as foreseen_day, cast(as_of as string) as foreseen_from, closed as was_closed, method,
  cast(value as float64) as foreseen, cast(low80 as float64) as low, cast(high80 as float64) as high,
  cast(ifnull(net, numeric '0') as float64) as actual
from predictions.sales_forecast
left join sold on sold_on = business_date
where as_of between @made_since and @last_day and business_date between @since and @last_day
qualify row_number() over (partition by business_date order by as_of desc) = 1
order by foreseen_day;
