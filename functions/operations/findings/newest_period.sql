-- The newest day that is known: of sales, or of another business where nothing is sold. The calendar is small.

select ifnull(max(if(ifnull(calendar, 'sales') = 'sales', period, null)), max(period)) as newest
from metrics.kpi_periods
where cadence = 'daily';
