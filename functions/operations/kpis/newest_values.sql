-- The newest value of each KPI of the company, per cadence.

select kpi, cadence, period, value, state
from metrics.kpi_values
where period >= date '0001-01-01' and dimension = 'all' and value is not null
qualify row_number() over (partition by kpi, cadence order by period desc) = 1
order by kpi, cadence;
