-- @kpi string, @cadence string, @periods array<date>, @first_day date, @last_day date
-- Both sides of the KPI in the period and the windows that it is compared with, for the company and each segment.

select
  cast(period as string) as first_day, dimension, segment, value,
  cast(numerator as string) as numerator, cast(denominator as string) as denominator
from metrics.kpi_values
where kpi = @kpi and cadence = @cadence
  and period between @first_day and @last_day and period in unnest(@periods)
order by period, dimension, segment;
