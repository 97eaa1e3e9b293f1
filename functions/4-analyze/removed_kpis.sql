-- @kpis array<string>
-- A KPI that was renamed or removed is watched no longer. Its findings stay as withdrawn.

update insights.findings
set state = 'withdrawn'
where state = 'open' and kpi not in unnest(@kpis);
