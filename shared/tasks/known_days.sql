-- The first and the last day with sales of the company.

select min(business_date) as first_day, max(business_date) as last_day
from metrics.daily_sales
where dimension = 'company'
