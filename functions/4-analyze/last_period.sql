-- The newest day that any calendar knows; the first of all days while none does. The calendar is small.

select ifnull(max(period), date '0001-01-01') as last_period
from metrics.kpi_periods
where cadence = 'daily';
