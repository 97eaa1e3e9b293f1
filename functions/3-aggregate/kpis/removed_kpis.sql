-- @defined array<string>, @removed_from date
-- The rows of KPIs that are defined no more. @removed_from is the last date of all if there are none.

delete from metrics.kpi_values
where period >= @removed_from and kpi not in unnest(@defined);
