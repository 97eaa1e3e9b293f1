-- The periods as they were when the values were computed last.

select cadence, period, last_day as period_end, state, reason, history_days
from metrics.kpi_periods
order by cadence, period;
