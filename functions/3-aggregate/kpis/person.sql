-- @subject string
-- Counts a person's rows. KPI values name nobody.

select 'metrics.first_orders' as place, count(*) as rows_left
from metrics.first_orders
where customer_id = @subject
union all
select 'metrics.kpi_tiers', count(*)
from metrics.kpi_tiers
where customer_id = @subject;
