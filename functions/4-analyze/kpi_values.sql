-- @cadence string, @first_period date, @last_period date, @kpis array<string>, @least_volume int64, @unfinished bool
-- The values that judgements of these periods may depend on: of the company, and of segments that ever have enough volume.
-- An unfinished period says nothing yet. Tiers are not judged: who is in one follows from what they spend.

with places as (
  select kpi, dimension, segment
  from metrics.kpi_values
  where period between @first_period and @last_period
    and cadence = @cadence
    and kpi in unnest(@kpis)
    and dimension <> 'tier'
  group by kpi, dimension, segment
  having dimension = 'all' or max(volume) >= @least_volume
)
select
  found.kpi, found.period, found.dimension, found.segment, found.value, found.volume, found.state
from metrics.kpi_values as found
join places
  on places.kpi = found.kpi and places.dimension = found.dimension and places.segment = found.segment
where found.period between @first_period and @last_period
  and found.cadence = @cadence
  and found.kpi in unnest(@kpis)
  and (found.state <> 'unfinished' or @unfinished)
order by kpi, dimension, segment, period;
