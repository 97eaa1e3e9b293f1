-- The periods as they were when the values were computed last.

select calendar, cadence, period, last_day as period_end, state, reason, history_days
from metrics.kpi_periods
order by calendar, cadence, period;
