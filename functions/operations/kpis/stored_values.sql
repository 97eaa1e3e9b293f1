-- @cadence string
-- All values of one cadence, or of all.

select kpi, cadence, period, dimension, segment, value
from metrics.kpi_values
where period >= date '0001-01-01' and (cadence = @cadence or @cadence = 'all')
order by kpi, cadence, period, dimension, segment;
