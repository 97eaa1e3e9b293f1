-- @judged array<string>
-- A KPI that was renamed or removed, or that is judged at other cadences now, is watched no longer: its findings stay as
-- withdrawn. What is judged is written as a KPI's name, a blank and a cadence.

update insights.findings
set state = 'withdrawn'
where state = 'open' and concat(kpi, ' ', cadence) not in unnest(@judged);
