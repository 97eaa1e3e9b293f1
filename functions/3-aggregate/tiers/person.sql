-- @subject string
-- Counts a person's rows in the tables of this subject.

select 'metrics.tiers' as place, count(*) as rows_left
from metrics.tiers
where customer_id = @subject
union all
select 'metrics.tier_changes_due', count(*)
from metrics.tier_changes_due
where customer_id = @subject;
