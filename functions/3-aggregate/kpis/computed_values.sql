-- @kpis array<string>
-- All values of some KPIs as they were computed last.

select kpi, cadence, period, dimension, segment, value, numerator, denominator, volume, state, reason
from metrics.kpi_values
where period >= date '0001-01-01' and kpi in unnest(@kpis)
order by kpi, cadence, period, dimension, segment;
