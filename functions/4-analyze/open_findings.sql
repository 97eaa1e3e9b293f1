-- @cadence string, @first_period date, @last_period date, @kpis array<string>
-- How many findings of these periods and KPIs are open.

select count(*) as open_count
from insights.findings
where period between @first_period and @last_period
  and cadence = @cadence
  and kpi in unnest(@kpis)
  and state = 'open';
