-- @daily_from date, @weekly_from date, @monthly_from date, @segments_from date
-- The recent values of all KPIs: of the company, and of the eight largest segments of each dimension. @monthly_from is the
-- earliest date of all; daily values of segments begin at @segments_from.

with recent as (
  select kpi, cadence, period, dimension, segment, value, volume, state
  from metrics.kpi_values
  where period >= @monthly_from
    and (
      cadence = 'monthly'
      or (cadence = 'weekly' and period >= @weekly_from)
      or (cadence = 'daily' and period >= if(dimension = 'all', @daily_from, @segments_from))
    )
),
sizes as (
  select kpi, dimension, segment, sum(volume) as size
  from recent
  where dimension <> 'all' and cadence = 'monthly'
  group by kpi, dimension, segment
),
largest as (
  select kpi, dimension, segment
  from sizes
  qualify row_number() over (partition by kpi, dimension order by size desc, segment) <= 8
)
select
  recent.kpi, recent.cadence, cast(recent.period as string) as start, recent.dimension, recent.segment, recent.value,
  recent.state
from recent
left join largest
  on largest.kpi = recent.kpi and largest.dimension = recent.dimension and largest.segment = recent.segment
where recent.dimension = 'all' or largest.kpi is not null
order by recent.kpi, recent.cadence, recent.dimension, recent.segment, start;
