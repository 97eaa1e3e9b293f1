-- Every day with a line, and every day that another calendar knows. It is asked when a definition has changed, not on the daily path.

select business_date
from metrics.daily_sales
where dimension = 'company'
union distinct
select period
from metrics.kpi_periods
where calendar <> 'sales' and cadence = 'daily'
order by business_date;
