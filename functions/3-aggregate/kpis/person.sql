-- @subject string
-- Counts a person's rows. KPI values name nobody.

select 'metrics.first_orders' as place, count(*) as rows_left
from metrics.first_orders
where customer_id = @subject;
