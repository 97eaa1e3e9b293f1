-- @cadence string, @first_period date, @last_period date, @kpis array<string>, @unfinished bool
-- The values that judgements of these periods may depend on. An unfinished period says nothing yet.

select kpi, period, dimension, segment, value, volume, state
from metrics.kpi_values
where period between @first_period and @last_period
  and cadence = @cadence
  and kpi in unnest(@kpis)
  and (state <> 'unfinished' or @unfinished)
order by kpi, dimension, segment, period;
