-- @subject string
-- Counts a person's rows in the tables of this subject.

select 'metrics.daily_customer_metrics' as place, count(*) as rows_left
from metrics.daily_customer_metrics
where customer_id = @subject
union all
select 'metrics.customers', count(*)
from metrics.customers
where customer_id = @subject;
