-- @days_back int64
-- days_back = 30
-- The company's sales of the last days.

select business_date, orders, customers, gross, returns, net
from metrics.daily_sales
where dimension = 'company'
  and business_date > date_sub((select max(business_date) from metrics.daily_sales), interval @days_back day)
order by business_date;
