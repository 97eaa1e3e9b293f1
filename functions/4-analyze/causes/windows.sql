-- @calendar string, @cadence string, @first_day date, @period date
-- The periods up to @period, newest first, and whether they can be compared with.

select cast(period as string) as first_day, cast(last_day as string) as last_day, state
from metrics.kpi_periods
where ifnull(calendar, 'sales') = @calendar and cadence = @cadence and period between @first_day and @period
order by period desc;
