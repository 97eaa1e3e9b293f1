-- Every day with a line. It is asked when a definition has changed, not on the daily path.

select business_date
from metrics.daily_sales
where dimension = 'company'
order by business_date;
