-- @cadence string, @first_period date, @last_period date, @kpis array<string>, @least_volumes array<string>, @unfinished bool
-- A least volume stands behind its KPI, as `total_revenue 20`.
-- The values that judgements of these periods may depend on: of the company, and of segments that ever have enough volume.
-- An unfinished period says nothing yet. Tiers are not judged: who is in one follows from what they spend.

with least as (
  select words[offset(0)] as of_kpi, cast(words[offset(1)] as int64) as least_volume
  from (select split(pair, ' ') as words from unnest(@least_volumes) as pair)
),
places as (
  select kpi, dimension, segment
  from metrics.kpi_values
  join least on of_kpi = kpi
  where period between @first_period and @last_period
    and cadence = @cadence
    and kpi in unnest(@kpis)
    and dimension <> 'tier'
  group by kpi, dimension, segment
  having dimension = 'all' or max(volume) >= max(least_volume)
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
