-- @first_period date
-- The newest first. Ids are unique, so the order is total.

select
  id, kpi, cadence, period, dimension, segment, kind, direction, actual, expected, low, high, score, confidence, severity,
  detectors, asked, money, since, also, state
from insights.findings
where period >= @first_period
order by period desc, id;
