-- @first_period date, @last_period date
-- What was found unusual in these periods and has not been withdrawn.

select
  id, kpi, cadence, cast(period as string) as first_day, dimension, segment, kind, direction, actual, expected, low, high,
  score, confidence, severity, detectors, asked, money, cast(since as string) as since_day, also, state
from insights.findings
where period between @first_period and @last_period and state = 'open'
order by period, cadence, kpi, dimension, segment, kind;
