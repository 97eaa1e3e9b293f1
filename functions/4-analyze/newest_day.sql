-- The newest day that is known. The calendar is small.

select max(period) as newest
from metrics.kpi_periods
where cadence = 'daily';
