-- @first_period date, @last_period date
-- Findings of these periods whose data is not complete, with what is wrong with it.

select finding_id, faults
from insights.explanations
where period between @first_period and @last_period and verdict = 'data_fault'
order by finding_id;
